'use client';

import { Check, Clock, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { Steps } from '@/app/_ui/steps';
import type { ClientDetail } from '@/server/modules/clients/contract';

const actions = ['deposit', 'openAccount', 'trade', 'close', 'withdraw', 'transfer', 'refer'] as const;

/** The usual way through each facet; a state beside the way (rejected, expired) is shown as where it is. */
const ways: Record<keyof ClientDetail['facets'], readonly string[]> = {
  verification: ['none', 'applying', 'in_review', 'approved'],
  funding: ['none', 'funded', 'emptied'],
  trading: ['none', 'demo', 'live', 'dormant'],
  relationship: ['prospect', 'client', 'closing', 'closed'],
};

export function Journey({ facets, capabilities }: Pick<ClientDetail, 'facets' | 'capabilities'>) {
  const t = useTranslations('desk.client');
  return (
    <Section title={t('journey')} note={t('journeyNote')}>
      <dl className="divide-y">
        {(Object.keys(ways) as (keyof typeof ways)[]).map((facet) => {
          const current = facets[facet];
          const way = ways[facet].includes(current) ? ways[facet] : [...ways[facet].slice(0, -1), current];
          const now = way.indexOf(current);
          return (
            <div key={facet} className="flex flex-wrap items-center gap-4 px-4 py-2">
              <dt className="w-28 text-muted-foreground">{inWords(facet)}</dt>
              <dd>
                <Steps
                  label={inWords(facet)}
                  steps={way.map((state, i) => ({
                    id: state,
                    label: inWords(state),
                    state: i < now ? 'done' : i === now ? 'now' : 'next',
                  }))}
                />
              </dd>
            </div>
          );
        })}
      </dl>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 border-t bg-muted px-4 py-2">
        {actions.map((action) => {
          const { state, reasons } = capabilities[action];
          return (
            <li key={action} className="flex items-center gap-1">
              {state === 'allowed' ? (
                <Check size={14} className="text-success" aria-hidden />
              ) : state === 'denied' ? (
                <X size={14} className="text-muted-foreground" aria-hidden />
              ) : (
                <Clock size={14} className="text-warning" aria-hidden />
              )}
              {t(`actions.${action}`)}
              {state === 'allowed' ? (
                <span className="sr-only">{t('allowed')}</span>
              ) : (
                <span className={state === 'denied' ? 'text-muted-foreground' : 'text-warning'}>
                  {inWords(state).toLowerCase()}
                </span>
              )}
              {reasons[0] && state !== 'allowed' ? (
                <span className="text-muted-foreground text-xs">{inWords(reasons[0]).toLowerCase()}</span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
