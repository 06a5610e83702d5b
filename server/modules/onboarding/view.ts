import type { z } from 'zod';
import { holds } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';
import { seenBy } from '@/server/kernel/sensitive';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import type { ScreeningStanding } from '@/server/modules/screening';
import { CheckView, QueueRow, RiskView, type ScreeningView } from './contract';
import { type Answers, type FlowDefinition, isAsked, localised } from './flow';
import { restrictedRejections } from './picklists';
import type { AssessmentRow, CheckRow } from './repository/checks';
import type { QueueItem } from './repository/queue';
import { type RiskContribution, type RiskOverride, riskTierOf, riskWeights } from './risk';

/** That somebody resembles a listed person is known to compliance and to those who compare, to nobody else. */
export const maySeeScreening = (read: Read): boolean =>
  read.actor.kind === 'job' ||
  (!read.actor.impersonator &&
    (holds(read.actor, 'sensitive.restricted_reason') || holds(read.actor, 'screening.hit.review')));

/** Compliance's reasons read alike outside: one word for a list match and another for the rest would tell which it is. */
const ofCompliance: ReadonlySet<string> = new Set([
  'possible_list_match',
  'listed_person',
  'not_screened',
  'politically_exposed',
  'high_risk',
]);

export const outcomeReasonView = (reason: string | null, read: Read): string | null =>
  reason !== null && restrictedRejections.has(reason) && !maySeeScreening(read) ? 'under_review' : reason;

type Work = QueueRow['work'];

export function queueView(item: QueueItem, read: Read, work: Work): QueueRow {
  const { application: row } = item;
  const inside = maySeeScreening(read);
  const isSecret = row.reviewReason !== null && ofCompliance.has(row.reviewReason) && !inside;
  return QueueRow.parse({
    ...row,
    ...item,
    work,
    reviewReason: isSecret ? 'under_review' : row.reviewReason,
    // A list match weighs in the score, so outside it is never shown here.
    riskScore: inside ? row.riskScore : null,
    riskTier: inside ? row.riskTier : null,
    isOverdue: row.dueAt !== null && row.dueAt < read.now,
    waitingMinutes: Math.max(0, Math.floor((read.now.getTime() - row.stateSince.getTime()) / 60_000)),
  });
}

const shown = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Question by question: what was said, and what was said the time before. */
export function answersView(flow: FlowDefinition, now: Answers, before: Answers | null, reader: Actor) {
  const language = reader.language ?? 'en';
  return flow.steps.map((step) => ({
    key: step.key,
    title: localised(step.title, language),
    fields: step.fields
      .filter((field) => isAsked(field, now))
      .map((field) => {
        const [value, previous] = [shown(now[field.key]), before ? shown(before[field.key]) : null];
        const isChanged = before !== null && value !== previous;
        const { key, kind } = field;
        // The other answers are of one class, which the contract names.
        const seen = (text: string | null) => (kind === 'phone' ? shown(seenBy(reader, 'contact', text)) : text);
        return {
          key,
          kind,
          label: localised(field.label, language),
          value: seen(value),
          before: isChanged ? seen(previous) : null,
          isChanged,
        };
      }),
  }));
}

export async function checkView(read: Read, row: CheckRow): Promise<z.output<typeof CheckView>> {
  const place = { table: 'kyc_check', column: 'internal', row: row.id };
  return CheckView.parse({
    ...row,
    internal: row.internal === null ? null : await openText(read, place, row.internal),
  });
}

function overrideView(one: RiskOverride) {
  switch (one.kind) {
    case 'prohibited':
      return { kind: one.kind, cause: one.cause, effect: 'prohibited', reason: null };
    case 'floor':
      return { kind: one.kind, cause: one.cause, effect: `at least ${one.floor}`, reason: null };
    case 'manual':
      return {
        kind: one.kind,
        cause: null,
        effect: one.applied ? one.tier : `${one.tier}, not applied`,
        reason: one.reason,
      };
  }
}

const secretCauses: ReadonlySet<string> = new Set(['sanctions_hit', 'prohibited']);

/** Outside compliance score and tier are as they would be without what a list match put into them. */
export function riskView(row: AssessmentRow, read: Read): z.output<typeof RiskView> {
  const factors = row.factors as RiskContribution[]; // written by assess
  const overrides = row.overrides as RiskOverride[]; // as above
  if (maySeeScreening(read))
    return RiskView.parse({ ...row, risk: row.riskTier, overrides: overrides.map(overrideView) });
  const kept = factors.filter(({ factor }) => factor !== 'possible_hit');
  const open = overrides.filter(({ kind }) => kind !== 'prohibited');
  const base = kept.reduce((sum, { contribution }) => sum + contribution, 0);
  const score = open.reduce((most, one) => (one.kind === 'floor' ? Math.max(most, one.floor) : most), base);
  const manual = open.find((one) => one.kind === 'manual' && one.applied);
  const risk = manual?.kind === 'manual' ? manual.tier : riskTierOf(score, riskWeights);
  return RiskView.parse({
    ...row,
    score,
    risk,
    factors: kept,
    overrides: open.map(overrideView),
    restrictedBy: row.restrictedBy.filter((cause) => !secretCauses.has(cause)),
    reviewMonths: riskWeights.reviewMonths[risk],
  });
}

export const screeningView = (standing: ScreeningStanding, read: Read): z.output<typeof ScreeningView> =>
  maySeeScreening(read)
    ? { result: standing.result, openHits: standing.openHits, trueHits: standing.trueHits }
    : { result: 'under_review', openHits: null, trueHits: null };
