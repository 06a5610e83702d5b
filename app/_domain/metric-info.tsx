'use client';

import { Info } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Popover, PopoverContent, PopoverTrigger } from '@/app/_ui/popover';
import { type MetricKey, metrics } from '@/server/modules/reporting/metric-contract';
import { inWords } from './labels';

/** What a figure means, from where, whose it is: the name beside it opens the definition. */
export function MetricInfo({ metric, children }: { metric: MetricKey; children?: ReactNode }) {
  const t = useTranslations('reporting.metric');
  const { name, definition, source, owner, zone } = metrics[metric];
  return (
    <span className="inline-flex max-w-full items-center gap-1" data-metric={metric}>
      <span className="truncate">{children ?? name}</span>
      <Popover>
        <PopoverTrigger
          aria-label={t('about', { name })}
          className="-m-1 shrink-0 rounded-sm p-1 text-subtle hover:text-foreground"
        >
          <Info size={12} aria-hidden />
        </PopoverTrigger>
        <PopoverContent className="w-80 text-foreground text-xs">
          <p className="mb-1 font-semibold text-sm">{name}</p>
          <p className="whitespace-normal">{definition}</p>
          <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-muted-foreground">
            <dt>{t('source')}</dt>
            <dd className="whitespace-normal font-mono text-2xs leading-4">{source}</dd>
            <dt>{t('owner')}</dt>
            <dd>{inWords(owner)}</dd>
            <dt>{t('zone')}</dt>
            <dd>{t(`zones.${zone}`)}</dd>
          </dl>
        </PopoverContent>
      </Popover>
    </span>
  );
}
