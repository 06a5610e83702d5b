'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { NotYours, useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { RelativeTime } from '@/app/_ui/time/relative-time';

type Records = Answers['clients']['records'];
type Suspicion = Records['duplicates'][number];
type Side = Answers['clients']['previewMerge']['survivor'];
type Of = { records: Records; base: string };

/** Whom this person may also be: compared side by side, then joined by two people or told apart by one. */
export function Duplicates({ records, base }: Of) {
  const t = useTranslations('desk.client.records');
  const [compared, setCompared] = useState<Suspicion['id'] | null>(null);
  const may = useMay();
  if (records.duplicates.length === 0) return null;
  return (
    <Section title={t('duplicates')} note={String(records.duplicates.length)}>
      <ul className="divide-y">
        {records.duplicates.map((one) => (
          <li key={one.id} className="px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              {one.signals.map((signal) => (
                <Badge key={signal} tone="warning">
                  {t('same', { what: inWords(signal).toLowerCase() })}
                </Badge>
              ))}
              <span className="text-muted-foreground text-xs">
                {t('raised')} <RelativeTime at={one.raisedAt} zone="entity" />
              </span>
              <span className="ms-auto">
                {may('clients.person.preview_merge') ? (
                  <Button
                    size="sm"
                    aria-expanded={compared === one.id}
                    onClick={() => setCompared(compared === one.id ? null : one.id)}
                  >
                    {t('compare')}
                  </Button>
                ) : (
                  <NotYours>{t('whoCompares')}</NotYours>
                )}
              </span>
            </div>
            {compared === one.id ? <Compared suspicion={one} personId={records.personId} base={base} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Compared({
  suspicion,
  personId,
  base,
}: {
  suspicion: Suspicion;
  personId: Records['personId'];
  base: string;
}) {
  const t = useTranslations('desk.client.records');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  const pair = { survivorId: personId, absorbedId: suspicion.otherPersonId };
  const preview = useQuery(trpc.clients.previewMerge.queryOptions(pair));
  return (
    <Loaded query={preview} rows={3}>
      {({ survivor, absorbed, holds, differences }) => (
        <div className="mt-3 flex flex-col gap-3">
          <div className="grid gap-3 sm:grid-cols-2">
            <Person title={t('thisPerson')} side={survivor} base={base} />
            <Person title={t('other')} side={absorbed} base={base} />
          </div>
          <p className={differences.length > 0 ? 'text-warning' : 'text-muted-foreground'}>
            {differences.length > 0
              ? t('differ', {
                  what: differences.map((field) => inWords(field.replace('Hash', '')).toLowerCase()).join(', '),
                })
              : t('nothingDiffers')}
          </p>
          <div className="flex flex-wrap gap-2">
            {may('clients.person.merge') ? (
              <Confirm
                trigger={<Button variant="primary">{t('join')}</Button>}
                title={t('joinTitle', { name: absorbed.name })}
                consequence={t('joinBody', { clients: absorbed.clients.length, holds })}
                confirmLabel={t('askJoin')}
                tone="primary"
                reason="required"
                onConfirm={(reason) => inDialog(() => api.clients.merge.mutate({ ...pair, reason }), t('joined'))}
              />
            ) : null}
            {may('clients.duplicate.dismiss') ? (
              <Confirm
                trigger={<Button>{t('apart')}</Button>}
                title={t('apartTitle')}
                consequence={t('apartBody')}
                confirmLabel={t('apart')}
                tone="primary"
                reason="required"
                onConfirm={(reason) =>
                  inDialog(() => api.clients.dismissDuplicate.mutate({ id: suspicion.id, reason }), t('toldApart'))
                }
              />
            ) : null}
          </div>
        </div>
      )}
    </Loaded>
  );
}

function Person({ title, side, base }: { title: string; side: Side; base: string }) {
  return (
    <div className="rounded-md border p-3">
      <p className="text-muted-foreground text-xs">{title}</p>
      <p className="font-medium">
        <bdi>{side.name}</bdi>
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-3">
        {side.clients.map(({ id, number }) => (
          <li key={id}>
            <Link href={`${base}/clients/${id}`} className="text-primary hover:underline">
              {number}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was joined before, and the way back. */
export function Merges({ records }: { records: Records }) {
  const t = useTranslations('desk.client.records');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  if (records.merges.length === 0) return null;
  return (
    <Section title={t('merges')}>
      <ul className="divide-y">
        {records.merges.map((merge) => (
          <li key={merge.id} className="flex flex-wrap items-center gap-2 px-4 py-2">
            <span className="min-w-0 flex-1">{merge.reason}</span>
            <RelativeTime at={merge.mergedAt} zone="entity" />
            {merge.undoneAt ? (
              <Badge tone="neutral">{t('undone')}</Badge>
            ) : may('clients.person.unmerge') ? (
              <Confirm
                trigger={<Button size="sm">{t('undo')}</Button>}
                title={t('undoTitle')}
                consequence={t('undoBody')}
                confirmLabel={t('askUndo')}
                reason="required"
                onConfirm={(reason) =>
                  inDialog(() => api.clients.unmerge.mutate({ id: merge.id, reason }), t('undoneDone'))
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
