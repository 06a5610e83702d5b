'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormRadio, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { VerifyInstrument } from '@/server/modules/payments/contract';

type Instrument = Answers['payments']['instruments']['list'][number];
const Fields = VerifyInstrument.omit({ id: true });
const tones = { own_name: 'success', unverified: 'warning', third_party: 'destructive' } as const;

/** Cards and accounts money came from or may go to, and whose each is: nothing is paid out to somebody else's. */
export function WaysToPay({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.instruments');
  const trpc = useTRPC();
  const may = useMay();
  const instruments = useQuery(trpc.payments.instruments.list.queryOptions({ clientId }));
  return (
    <Section title={t('title')}>
      <Loaded query={instruments}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('none')} />
          ) : (
            <ul className="divide-y">
              {rows.map((row) => (
                <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{row.label}</span> <bdi>{row.holderName}</bdi>
                    <span className="block text-muted-foreground text-xs">
                      {row.ownershipWhy} · <RelativeTime at={row.firstSeenAt} zone="entity" />
                    </span>
                  </span>
                  <Badge tone={tones[row.ownership]}>{t(row.ownership)}</Badge>
                  {may('payments.instrument.verify') ? <DecideOwner row={row} /> : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function DecideOwner({ row }: { row: Instrument }) {
  const t = useTranslations('desk.client.instruments');
  const reason = useTranslations('common.form');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: { ownership: row.ownership === 'third_party' ? 'third_party' : 'own_name', reason: '' },
  });
  return (
    <FormDialog
      trigger={<Button size="sm">{t('decide')}</Button>}
      title={t('decideTitle', { label: row.label })}
      description={t('decideLead')}
      submit={t('decide')}
      form={form}
      onSubmit={(values) => inForm(() => api.payments.instruments.verify.mutate({ id: row.id, ...values }), t('saved'))}
    >
      <FormRadio
        control={form.control}
        name="ownership"
        label={t('whose')}
        options={[
          { value: 'own_name', label: t('own_name') },
          { value: 'third_party', label: t('third_party') },
        ]}
      />
      <FormTextarea control={form.control} name="reason" label={reason('reason')} />
    </FormDialog>
  );
}
