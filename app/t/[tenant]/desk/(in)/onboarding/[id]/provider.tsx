'use client';

import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_domain/section';
import { Badge, type Tone } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { ApplicationDetail } from '@/server/modules/onboarding/contract';

const tones: Record<string, Tone> = {
  passed: 'success',
  approved: 'success',
  retry: 'warning',
  on_hold: 'warning',
  refused: 'destructive',
  rejected: 'destructive',
};

/** What the provider answered, each time: its word, its reasons, and which of them the client was told. */
export function Provider({ row }: { row: ApplicationDetail }) {
  const t = useTranslations('operations.review');
  return (
    <Section title={t('provider')} note={row.provider ? inWords(row.provider.vendor) : t('noProvider')}>
      {row.provider?.problem ? (
        <p className="border-b bg-warning-muted px-4 py-2 text-warning">{row.provider.problem}</p>
      ) : null}
      {row.checks.length === 0 ? <EmptyState title={t('noAnswer')}>{t('noAnswerBody')}</EmptyState> : null}
      <ul className="divide-y">
        {row.checks.map((check) => (
          <li key={check.id} className="flex flex-col gap-1 px-4 py-2">
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={tones[check.outcome] ?? 'neutral'}>{inWords(check.outcome)}</Badge>
              {check.rejection ? <span>{inWords(check.rejection)}</span> : null}
              <span className="text-muted-foreground text-xs">
                {t('attempt', { attempt: check.attempt + 1 })} {check.level}
              </span>
              <span className="ms-auto text-muted-foreground text-xs">
                <RelativeTime at={check.decidedAt ?? check.recordedAt} zone="entity" style="date-time" />
              </span>
            </span>
            {check.labels.length > 0 ? (
              <span className="text-muted-foreground text-xs">{check.labels.map(inWords).join(', ')}</span>
            ) : null}
            {check.shown.map((text) => (
              <span key={text} className="text-xs">
                <span className="text-muted-foreground">{t('clientReads')} </span>
                <q>{text}</q>
              </span>
            ))}
            {check.internal ? (
              <span className="text-xs">
                <span className="text-muted-foreground">{t('houseReads')} </span>
                {check.internal}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {row.provider?.applicantId ? (
        <p className="border-t px-4 py-2 text-muted-foreground text-xs">
          {t('applicant')} <CopyId value={row.provider.applicantId} />
        </p>
      ) : null}
    </Section>
  );
}
