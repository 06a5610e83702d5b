'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import type { Id } from '@/server/kernel/ids';

/** Word by word why the list entry came up, and what else agrees or differs. Asked for when unfolded. */
export function HitWhy({ id }: { id: Id<'screeningHit'> }) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const hit = useQuery({ ...trpc.screening.hits.read.queryOptions({ id }), enabled: isOpen });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="mt-1 text-xs">
      <summary className="w-fit text-muted-foreground hover:text-foreground">{t('hitWhy')}</summary>
      {isOpen ? (
        <Loaded query={hit} rows={3}>
          {({ entry, explanation }) => (
            <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-sm border bg-muted p-2">
              {explanation?.comparison.aligned.map((word) => (
                <Line
                  key={`${word.query}${word.listed}`}
                  name={word.query}
                  value={`${word.listed}, ${Math.round(word.similarity * 100)} %, ${inWords(word.how).toLowerCase()}`}
                />
              ))}
              {explanation ? (
                <>
                  <Line name={t('born')} value={inWords(explanation.corroboration.born)} />
                  <Line name={t('country')} value={inWords(explanation.corroboration.country)} />
                  <Line name={t('gender')} value={inWords(explanation.corroboration.gender)} />
                </>
              ) : null}
              <Line name={t('listedAs')} value={entry.names.map((name) => name.text).join('; ')} />
              <Line
                name={t('listedBorn')}
                value={entry.born.map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join(', ')}
              />
              <Line name={t('programmes')} value={entry.programmes.join(', ')} />
              {entry.remarks ? <Line name={t('remarks')} value={entry.remarks} /> : null}
            </dl>
          )}
        </Loaded>
      ) : null}
    </details>
  );
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted-foreground">
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{value || '—'}</bdi>
      </dd>
    </>
  );
}
