import type { z } from 'zod';
import { holds } from '@/server/kernel/access';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import type { ScreeningStanding } from '@/server/modules/screening';
import { type CheckView, QueueRow, RiskView, type ScreeningView } from './contract';
import { type Answers, type FlowDefinition, isAsked, localised } from './flow';
import type { AssessmentRow, CheckRow } from './repository/checks';
import type { QueueItem } from './repository/queue';
import type { RiskContribution, RiskOverride } from './risk';

/** That somebody resembles a listed person is known to compliance and to those who compare, to nobody else. */
export const maySeeScreening = (read: Read): boolean =>
  read.actor.kind === 'job' ||
  (!read.actor.impersonator &&
    (holds(read.actor, 'sensitive.restricted_reason') || holds(read.actor, 'screening.hit.review')));

/** Words that give a list match away; outside compliance they read as any other review. */
const secretReasons: ReadonlySet<string> = new Set(['possible_list_match', 'listed_person', 'not_screened']);

export function queueView(item: QueueItem, read: Read): QueueRow {
  const { application: row } = item;
  const isSecret = row.reviewReason !== null && secretReasons.has(row.reviewReason) && !maySeeScreening(read);
  return QueueRow.parse({
    ...row,
    ...item,
    reviewReason: isSecret ? 'under_review' : row.reviewReason,
    isOverdue: row.dueAt !== null && row.dueAt < read.now,
    waitingMinutes: Math.max(0, Math.floor((read.now.getTime() - row.stateSince.getTime()) / 60_000)),
  });
}

const shown = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Question by question: what was said, and what was said the time before. */
export function answersView(flow: FlowDefinition, now: Answers, before: Answers | null, language: string) {
  return flow.steps.map((step) => ({
    key: step.key,
    title: localised(step.title, language),
    fields: step.fields
      .filter((field) => isAsked(field, now))
      .map((field) => {
        const [value, previous] = [shown(now[field.key]), before ? shown(before[field.key]) : null];
        const isChanged = before !== null && value !== previous;
        const { key, kind } = field;
        return {
          key,
          kind,
          label: localised(field.label, language),
          value,
          before: isChanged ? previous : null,
          isChanged,
        };
      }),
  }));
}

export async function checkView(read: Read, row: CheckRow): Promise<z.output<typeof CheckView>> {
  const place = { table: 'kyc_check', column: 'internal', row: row.id };
  return { ...row, internal: row.internal === null ? null : await openText(read, place, row.internal) };
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

/** Outside compliance the score is shown without what a list match put into it. */
export function riskView(row: AssessmentRow, read: Read): z.output<typeof RiskView> {
  const inside = maySeeScreening(read);
  const factors = row.factors as RiskContribution[]; // written by assess
  const overrides = row.overrides as RiskOverride[]; // as above
  const isHit = factors.some(({ factor }) => factor === 'possible_hit') || row.riskTier === 'prohibited';
  if (inside || !isHit) return RiskView.parse({ ...row, risk: row.riskTier, overrides: overrides.map(overrideView) });
  const kept = factors.filter(({ factor }) => factor !== 'possible_hit');
  const score = kept.reduce((sum, { contribution }) => sum + contribution, 0);
  const open = overrides.filter(({ kind }) => kind !== 'prohibited').map(overrideView);
  return RiskView.parse({ ...row, score, risk: 'under_review', factors: kept, overrides: open });
}

export const screeningView = (standing: ScreeningStanding, read: Read): z.output<typeof ScreeningView> =>
  maySeeScreening(read)
    ? { result: standing.result, openHits: standing.openHits, trueHits: standing.trueHits }
    : { result: 'under_review', openHits: null, trueHits: null };
