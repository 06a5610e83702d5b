'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Conditions } from '@/server/modules/engagement/conditions-contract';
import { CreateSegment, type SegmentRow } from '@/server/modules/engagement/contract';

/** Every segment of the house, how many of the reader's clients are in it, and how it moves. */
export function Segments({ base }: { base: string }) {
  const t = useTranslations('engagement.segments');
  const trpc = useTRPC();
  const may = useMay();
  const list = useQuery(trpc.engagement.segments.list.queryOptions({}));
  const c = columnsOf<SegmentRow>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title' }),
    c.text('description', t('descriptionLabel'), (row) => row.description, { quiet: true, fold: 'subtitle' }),
    c.state('state', t('version'), (row) =>
      row.version === null
        ? { label: t('draftOnly'), tone: 'neutral' }
        : row.hasDraft
          ? { label: t('draftOpen'), tone: 'pending' }
          : null,
    ),
    c.text('owner', t('owner'), (row) => row.owner, { width: 144, quiet: true }),
    c.number('members', t('members'), (row) => (row.version === null ? null : row.members), { width: 96 }),
    c.number('joined', t('joined'), (row) => row.joinedLately || null, { width: 112 }),
    c.number('left', t('left'), (row) => row.leftLately || null, { width: 112 }),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          <>
            {t('state')} {list.data?.isPartial ? t('partial') : null}
          </>
        }
        actions={may('engagement.segment.create') ? <NewSegment base={base} /> : null}
      />
      <PageBody>
        <Loaded query={list} rows={6}>
          {({ rows }) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/segments/${row.id}`}
              empty={<EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

/** What a draft begins with: everybody who is a client. */
const everybody: Conditions = {
  anyOf: [{ allOf: [{ kind: 'choice', field: 'relationship', isNot: false, values: ['client'] }] }],
};
const Fields = CreateSegment.pick({ name: true, description: true });

function NewSegment({ base }: { base: string }) {
  const t = useTranslations('engagement.segments');
  const api = useTRPCClient();
  const router = useRouter();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { name: '', description: '' } });
  return (
    <FormDialog
      trigger={<Button variant="primary">{t('add')}</Button>}
      title={t('add')}
      description={t('addLead')}
      submit={t('create')}
      size="sm"
      form={form}
      onSubmit={(fields) =>
        inForm(async () => {
          const note = t('firstNote');
          const { id } = await api.engagement.segments.create.mutate({ ...fields, conditions: everybody, note });
          router.push(`${base}/segments/${id}`);
        }, t('created'))
      }
    >
      <FormInput control={form.control} name="name" label={t('nameLabel')} />
      <FormTextarea control={form.control} name="description" label={t('descriptionLabel')} rows={2} optional />
    </FormDialog>
  );
}
