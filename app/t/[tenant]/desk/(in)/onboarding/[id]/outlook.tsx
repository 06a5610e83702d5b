'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Id } from '@/server/kernel/ids';
import { useEvidence } from './evidence';

type Stand = { state: string; reasons: readonly string[] };
type Row = { action: string; now: Stand | undefined; approve: Stand | undefined; reject: Stand | undefined };
const c = columnsOf<Row>();
const tones: Record<string, string> = { allowed: 'text-success', limited: 'text-warning', reviewed: 'text-warning' };

function Word({ stand }: { stand: Stand | undefined }) {
  if (!stand) return null;
  const [reason] = stand.reasons;
  return (
    <span className={tones[stand.state] ?? 'text-muted-foreground'} title={stand.reasons.map(inWords).join(', ')}>
      {inWords(stand.state)}
      {reason && stand.state !== 'allowed' ? (
        <span className="ms-1 text-subtle text-xs">{inWords(reason).toLowerCase()}</span>
      ) : null}
    </span>
  );
}

/** What the client may do now, and after either decision, by the rules that will apply then. */
export function Outlook({ id, isOpen }: { id: Id<'application'>; isOpen: boolean }) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const [evidence] = useEvidence();
  const outlook = useQuery(trpc.onboarding.applications.outlook.queryOptions({ id, evidence: [...evidence] }));
  const columns = useMemo(
    () => [
      c.text('action', t('capability'), (row) => inWords(row.action), { fold: 'title', width: 120, strong: true }),
      c.custom('now', t('now'), (row) => <Word stand={row.now} />, { fold: 'meta' }),
      ...(isOpen
        ? [
            c.custom('approve', t('ifApproved'), (row) => <Word stand={row.approve} />, { fold: 'meta' }),
            c.custom('reject', t('ifRejected'), (row) => <Word stand={row.reject} />, { fold: 'meta' }),
          ]
        : []),
    ],
    [t, isOpen],
  );
  return (
    <Section title={t('capabilities')} aside={isOpen ? t('capabilitiesNote') : undefined}>
      <Loaded query={outlook}>
        {(data) => (
          <PlainTable
            label={t('capabilities')}
            columns={columns}
            rows={Object.keys(data.now.capabilities).map((action) => ({
              action: action.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
              now: data.now.capabilities[action],
              approve: data.approve.capabilities[action],
              reject: data.reject.capabilities[action],
            }))}
            rowId={(row) => row.action}
            note={
              isOpen
                ? t('tiers', {
                    now: inWords(data.now.tier),
                    approve: inWords(data.approve.tier),
                    reject: inWords(data.reject.tier),
                  })
                : t('tierNow', { now: inWords(data.now.tier) })
            }
          />
        )}
      </Loaded>
    </Section>
  );
}
