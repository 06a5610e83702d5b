'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { useTRPC } from '@/app/_trpc/client';
import { Badge, type Tone } from '@/app/_ui/badge';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';
import type { HitView } from '@/server/modules/screening/contract';
import { DecideHit } from './decide-hit';
import { HitWhy } from './hit-why';

const tones: Record<HitView['state'], Tone> = { open: 'warning', false_positive: 'neutral', true_match: 'destructive' };

/** Names on lists that resemble his, why they came up, and the word of those who compare. */
export function Screening({ row }: { row: ApplicationDetail }) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const hits = useQuery(trpc.screening.hits.list.queryOptions({ clientId: row.clientId }));
  return (
    <Section title={t('screening')} note={inWords(row.screening.result)}>
      <Loaded query={hits}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('noHits')}>{t('noHitsBody')}</EmptyState>
          ) : (
            <ul className="divide-y">
              {rows.map((hit) => (
                <li key={hit.id} className="px-4 py-2">
                  <div className="flex flex-wrap items-center gap-2">
                    <bdi className="font-medium">{hit.listedName}</bdi>
                    <Badge tone={tones[hit.state]}>{inWords(hit.state)}</Badge>
                    <span className="text-muted-foreground text-xs">
                      {inWords(hit.source)} {hit.entryId.split(':').at(-1)},{' '}
                      {t('score', { score: hit.score, band: inWords(hit.band).toLowerCase() })}
                    </span>
                    <span className="ms-auto">{hit.state === 'open' ? <DecideHit hit={hit} /> : null}</span>
                  </div>
                  {hit.decidedAt ? (
                    <p className="text-muted-foreground text-xs">
                      {hit.decidedBy}: {hit.reason} <RelativeTime at={hit.decidedAt} zone="entity" />
                    </p>
                  ) : null}
                  <HitWhy id={hit.id} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
