'use client';

import { useTranslations } from 'next-intl';
import { DiffValue } from '@/app/_ui/diff-value';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { Timeline } from '@/app/_ui/timeline';
import type { AuditEntryView } from '@/server/modules/audit/contract';
import { inWords } from './labels';
import { ProofButton } from './proof-button';

const isState = (value: unknown): value is string => typeof value === 'string' && /^[a-z]+(_[a-z]+)*$/.test(value);
const shown = (value: unknown): string =>
  value === null || value === undefined
    ? '—'
    : isState(value)
      ? inWords(value)
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** `payments.withdrawal.approved` → "Withdrawal approved". */
const verbOf = (action: string): string => inWords(action.split('.').slice(1).join(' '));

/** One story, newest first: who, what, why, what it changed, and the proof that it stands in the sealed log. */
export function AuditTimeline({ entries, proofs = true }: { entries: readonly AuditEntryView[]; proofs?: boolean }) {
  const t = useTranslations('common.story');
  // Who may not read why is shown that something stands there, and nothing of it.
  const isHidden = ({ action }: AuditEntryView) => action === 'under_review';
  return (
    <Timeline
      entries={entries.map((entry) => ({
        id: entry.id,
        tone: entry.action.endsWith('rejected') || entry.action.endsWith('failed') ? 'destructive' : 'neutral',
        what: isHidden(entry) ? t('underReview') : verbOf(entry.action),
        actor: isHidden(entry)
          ? undefined
          : t('by', {
              name: entry.actor.impersonator
                ? `${entry.actor.impersonator.name} → ${entry.actor.name}`
                : entry.actor.name,
            }),
        why:
          [
            isHidden(entry) ? t('underReviewBody') : entry.reason && shown(entry.reason),
            ...(entry.actor.approvedBy ?? []).map((person) => t('approvedBy', { name: person.name })),
          ]
            .filter(Boolean)
            .join(' · ') || undefined,
        diff:
          entry.changes.length > 0 ? (
            <span className="flex flex-wrap gap-x-3 gap-y-1">
              {entry.changes.map((change) => (
                <span key={change.field}>
                  {inWords(change.field)}:{' '}
                  {change.isSealed ? (
                    t('sealed')
                  ) : (
                    <DiffValue before={shown(change.before)} after={shown(change.after)} />
                  )}
                </span>
              ))}
            </span>
          ) : undefined,
        when: <RelativeTime at={entry.at} zone="entity" />,
        ...(proofs && entry.leafIndex !== null ? { proof: <ProofButton id={entry.id} /> } : {}),
        ...(entry.facts
          ? {
              detail: {
                label: t('facts'),
                body: <pre className="whitespace-pre-wrap">{JSON.stringify(entry.facts, null, 2)}</pre>,
              },
            }
          : {}),
      }))}
    />
  );
}
