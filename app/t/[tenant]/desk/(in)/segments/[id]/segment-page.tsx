'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { DescribeSegment, type SegmentView } from '@/server/modules/engagement/contract';
import { SegmentConditions } from './conditions';
import { Members, SegmentHistory } from './members';

/** One segment: who is in it, by which conditions, since when, and who relies on it. */
export function SegmentPage({ id, base }: { id: Id<'segment'>; base: string }) {
  const trpc = useTRPC();
  const segment = useQuery(trpc.engagement.segments.read.queryOptions({ id }));
  return (
    <Loaded query={segment} rows={8}>
      {(row) => (
        <>
          <PageCrumb label={row.name} />
          <Head segment={row} base={base} />
          <PageBody>
            <SegmentConditions segment={row} />
            {row.version === null ? null : (
              <>
                <SegmentHistory id={id} />
                <Members id={id} base={base} />
              </>
            )}
            <div className="grid gap-6 lg:grid-cols-2">
              <Versions segment={row} />
              <Uses segment={row} />
            </div>
          </PageBody>
        </>
      )}
    </Loaded>
  );
}

function Head({ segment, base }: { segment: SegmentView; base: string }) {
  const t = useTranslations('engagement.segments');
  const api = useTRPCClient();
  const may = useMay();
  const router = useRouter();
  const { inDialog } = useAct();
  const inForce = segment.versions.find(({ version }) => version === segment.version);
  const b = (text: ReactNode) => <b>{text}</b>;
  return (
    <PageHeader
      title={<bdi>{segment.name}</bdi>}
      facts={
        <>
          <CopyId value={segment.key} />
          {segment.owner ? <Badge plain>{segment.owner}</Badge> : null}
        </>
      }
      state={
        <>
          {segment.version === null
            ? t.rich('headDraft', { b })
            : t.rich('head', {
                count: segment.members,
                version: segment.version,
                b,
                since: () => (inForce?.publishedAt ? <RelativeTime at={inForce.publishedAt} style="date" /> : null),
              })}{' '}
          {segment.isPartial ? t('partial') : null} {segment.description}
        </>
      }
      actions={
        <>
          {may('engagement.segment.remove') ? (
            <Confirm
              trigger={<Button>{t('remove')}</Button>}
              title={t('removeTitle', { name: segment.name })}
              consequence={t('removeBody', { count: segment.members })}
              confirmLabel={t('remove')}
              onConfirm={async () => {
                const refused = await inDialog(
                  () =>
                    api.engagement.segments.remove
                      .mutate({ id: segment.id })
                      .then(() => router.push(`${base}/segments`)),
                  t('removed'),
                );
                return refused;
              }}
            />
          ) : null}
          {may('engagement.segment.describe') ? <Describe segment={segment} /> : null}
          {segment.version === null ? null : (
            <Button asChild variant="primary">
              <Link href={`${base}/clients?segment=${segment.id}`}>{t('openList')}</Link>
            </Button>
          )}
        </>
      }
    />
  );
}

const nobody = 'nobody';
const Fields = z.object({
  name: DescribeSegment.shape.name,
  description: DescribeSegment.shape.description,
  owner: z.string(),
});

function Describe({ segment }: { segment: SegmentView }) {
  const t = useTranslations('engagement.segments');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const staff = useQuery({ ...trpc.work.item.colleagues.queryOptions({ withMe: true }), retry: false });
  const people = staff.data?.rows ?? [];
  const form = useZodForm(Fields, {
    defaultValues: { name: segment.name, description: segment.description, owner: segment.ownerId ?? nobody },
  });
  return (
    <FormDialog
      trigger={<Button>{t('describe')}</Button>}
      title={t('describe')}
      submit={t('describe')}
      size="sm"
      form={form}
      onSubmit={({ owner, ...words }) => {
        const ownerId = people.find(({ id }) => id === owner)?.id ?? null;
        return inForm(() => api.engagement.segments.describe.mutate({ id: segment.id, ...words, ownerId }), t('saved'));
      }}
    >
      <FormInput control={form.control} name="name" label={t('nameLabel')} />
      <FormTextarea control={form.control} name="description" label={t('descriptionLabel')} rows={2} optional />
      <FormSelect
        control={form.control}
        name="owner"
        label={t('ownerLabel')}
        options={[{ value: nobody, label: t('nobody') }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </FormDialog>
  );
}

function Versions({ segment }: { segment: SegmentView }) {
  const t = useTranslations('engagement.segments');
  return (
    <Section title={t('versions')} count={segment.versions.length}>
      <Panel>
        {segment.versions.map((one) => (
          <ListRow
            key={one.version}
            title={`${t('version')} ${one.version}`}
            note={<bdi>{t('by', { by: one.publishedBy ?? one.by, note: one.note })}</bdi>}
            value={
              one.version === segment.version ? (
                <Badge tone="success">{t('inForce')}</Badge>
              ) : one.publishedAt ? (
                <Badge plain>{t('past')}</Badge>
              ) : (
                <Badge tone="pending">{t('draft')}</Badge>
              )
            }
            valueNote={<RelativeTime at={one.publishedAt ?? one.at} />}
          />
        ))}
      </Panel>
    </Section>
  );
}

function Uses({ segment }: { segment: SegmentView }) {
  const t = useTranslations('engagement.segments');
  return (
    <Section title={t('usedBy')} count={segment.usedBy.length}>
      <Panel>
        {segment.usedBy.length === 0 ? <EmptyState title={t('usedByNone')} /> : null}
        {segment.usedBy.map(({ name, by }) => (
          <ListRow key={`${name} ${by}`} title={name ? t('view', { name, by }) : t('privateView', { by })} />
        ))}
      </Panel>
    </Section>
  );
}
