'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { Grant } from '@/server/modules/access/contract';
import { endOfDay } from './dates';
import type { Staff } from './team';

const Fields = z.object({ toUserId: z.string().min(1), grant: Grant, until: z.string().min(1) });

/** While I am away somebody else decides in my name: only what I hold, and it ends by itself. */
export function Delegations({ staff }: { staff: readonly Staff[] }) {
  const t = useTranslations('settings.delegations');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const list = useQuery(trpc.access.delegation.list.queryOptions({}));
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  return (
    <Section
      title={t('title')}
      aside={
        me.data ? <Delegate staff={staff.filter((one) => one.id !== me.data.userId)} own={me.data.grants} /> : null
      }
    >
      <Loaded query={list}>
        {({ rows }) => (
          <Panel>
            {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
            {rows.map((row) => (
              <ListRow
                key={`${row.fromUserId} ${row.toUserId} ${row.grant}`}
                title={t('line', { from: row.from, to: row.to })}
                note={
                  <>
                    {row.grant}, {t('until')} <RelativeTime at={row.until} />
                  </>
                }
                value={
                  row.fromUserId === me.data?.userId ? (
                    <Button
                      size="sm"
                      onClick={() =>
                        void atOnce(
                          () => api.access.delegation.end.mutate({ toUserId: row.toUserId, grant: row.grant }),
                          t('ended'),
                        )
                      }
                    >
                      {t('end')}
                    </Button>
                  ) : null
                }
              />
            ))}
          </Panel>
        )}
      </Loaded>
    </Section>
  );
}

function Delegate({ staff, own }: { staff: readonly Staff[]; own: readonly string[] }) {
  const t = useTranslations('settings.delegations');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { toUserId: '', grant: '', until: '' } });
  const { control } = form;
  return (
    <FormDialog
      trigger={<Button size="sm">{t('add')}</Button>}
      title={t('addTitle')}
      description={t('addBody')}
      submit={t('add')}
      form={form}
      onSubmit={({ toUserId, grant, until }) => {
        const to = staff.find((one) => one.id === toUserId);
        const end = endOfDay(until);
        if (!to || !end) return Promise.resolve({ reason: 'invalid_input' });
        return inForm(() => api.access.delegation.create.mutate({ toUserId: to.id, grant, until: end }), t('given'));
      }}
    >
      <FormSelect
        control={control}
        name="toUserId"
        label={t('to')}
        placeholder={t('choose')}
        options={staff.map((one) => ({ value: one.id, label: one.name }))}
      />
      <FormSelect
        control={control}
        name="grant"
        label={t('grant')}
        placeholder={t('choose')}
        options={own.map((grant) => ({ value: grant, label: grant }))}
      />
      <FormInput
        control={control}
        name="until"
        type="date"
        label={t('untilLabel')}
        hint={t('untilHint')}
        className="max-w-48"
      />
    </FormDialog>
  );
}
