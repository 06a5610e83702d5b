'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Gauge } from '@/app/_ui/gauge';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';

const tones: Record<string, Tone> = {
  low: 'neutral',
  medium: 'warning',
  high: 'destructive',
  prohibited: 'destructive',
};

/** The score with what each factor put into it, what lifted or set it, and the tier that follows. */
export function Risk({ row: { risk } }: { row: ApplicationDetail }) {
  const t = useTranslations('operations.review');
  if (!risk)
    return (
      <Section title={t('risk')}>
        <EmptyState title={t('noRisk')}>{t('noRiskBody')}</EmptyState>
      </Section>
    );
  return (
    <Section title={t('risk')} note={t('weights', { version: risk.weightsVersion })}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3">
        <span className="font-semibold text-lg">{risk.score}</span>
        <Badge tone={tones[risk.risk] ?? 'neutral'}>{inWords(risk.risk)}</Badge>
        <Gauge
          className="min-w-24 flex-1"
          label={t('scoreOf', { score: risk.score })}
          value={risk.score / 100}
          tone={risk.risk === 'low' ? 'default' : risk.risk === 'medium' ? 'warning' : 'over'}
        />
        <span className="text-muted-foreground text-xs">
          <RelativeTime at={risk.at} zone="entity" />
        </span>
      </div>
      <ul className="divide-y">
        {risk.factors.map((factor) => (
          <li key={`${factor.factor}${factor.value}`} className="flex items-center gap-3 px-4 py-1.5">
            <span className="min-w-0 flex-1">
              {inWords(factor.factor)} <span className="text-muted-foreground text-xs">{inWords(factor.group)}</span>
            </span>
            <span className="text-muted-foreground">{factor.value.replaceAll('_', ' ')}</span>
            <span className="w-16 text-end font-medium">
              +{factor.contribution}
              {factor.contribution < factor.points ? (
                <span className="font-normal text-subtle text-xs"> / {factor.points}</span>
              ) : null}
            </span>
          </li>
        ))}
        {risk.factors.length === 0 ? <li className="px-4 py-2 text-muted-foreground">{t('noFactors')}</li> : null}
        {risk.overrides.map((one) => (
          <li key={`${one.kind}${one.effect}`} className="flex flex-wrap gap-x-3 px-4 py-1.5">
            <span className="font-medium">{t('override', { kind: inWords(one.kind) })}</span>
            <span>{one.effect}</span>
            <span className="text-muted-foreground">{one.reason ?? (one.cause ? inWords(one.cause) : '')}</span>
          </li>
        ))}
      </ul>
      <p className="border-t bg-muted px-4 py-2 text-xs">
        {t('tierLine', { tier: inWords(risk.tier ?? 'none'), months: risk.reviewMonths })}{' '}
        {risk.restrictedBy.length > 0
          ? t('restrictedBy', { causes: risk.restrictedBy.map((one) => inWords(one).toLowerCase()).join(', ') })
          : null}{' '}
        {risk.missing.length > 0
          ? t('missing', { evidence: risk.missing.map((one) => inWords(one).toLowerCase()).join(', ') })
          : null}
      </p>
    </Section>
  );
}
