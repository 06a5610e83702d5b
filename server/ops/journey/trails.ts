import { z } from 'zod';
import type { Finding } from './report';
import type { Stage } from './story';
import { until } from './waiting';

const Row = z.object({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  clientId: z.string(),
  needed: z.number().nullable(),
});
const Entry = z.object({
  id: z.string(),
  action: z.string(),
  actor: z.object({ kind: z.string(), name: z.string() }),
  leafIndex: z.number().nullable(),
});
type Entry = z.output<typeof Entry>;
const Detail = z.object({
  checks: z.array(z.object({ run: z.number(), name: z.string(), result: z.string() })),
  legs: z.array(z.object({ state: z.string(), sentAt: z.date().nullable(), settledAt: z.date().nullable() })),
});
const Proof = z.object({ isValid: z.boolean(), leafIndex: z.number() });

/** Of every withdrawal: who asked, which checks ran, who approved, what left; and each entry provably in the sealed log. */
export async function incompleteTrails(stage: Stage): Promise<{ withdrawals: number; incomplete: Finding[] }> {
  const { administrator, financeHead } = stage.roster;
  const rows = await financeHead.all('payments.withdrawals.list', {}, Row);
  const stories = new Map<string, Entry[]>();
  for (const { id, number } of rows) stories.set(id, await sealedStory(stage, id, number));
  // An export signs a checkpoint, which is what proofs of the newest entries need.
  if (rows.length > 0) await administrator.act('audit.trail.export', { reason: 'the journey proves every withdrawal' });
  const incomplete: Finding[] = [];
  for (const row of rows) {
    const lacks = await whatLacks(stage, row, stories.get(row.id) ?? []);
    const what = `${row.state}, lacks ${lacks.join(', ')}`;
    if (lacks.length > 0) incomplete.push({ who: `withdrawal ${row.number}`, step: 'trail', what });
  }
  return { withdrawals: rows.length, incomplete };
}

const sealedStory = (stage: Stage, id: string, number: string): Promise<Entry[]> =>
  until(
    `every entry about ${number} to be sealed`,
    async () => {
      const found = await stage.roster.financeHead.query('payments.withdrawals.timeline', { id }, z.array(Entry));
      return found.length > 0 && found.every((entry) => entry.leafIndex !== null) ? found : null;
    },
    60,
  );

async function whatLacks(stage: Stage, row: z.output<typeof Row>, entries: readonly Entry[]): Promise<string[]> {
  const { administrator, financeHead } = stage.roster;
  const { checks, legs } = await financeHead.query('payments.withdrawals.read', { id: row.id }, Detail);
  const lacks: string[] = [];
  const need = (isThere: boolean, what: string) => isThere || lacks.push(what);
  need(
    entries.some(({ action, actor }) => action === 'payments.withdrawal.request' && actor.kind === 'client'),
    'who asked',
  );
  const wasReviewed = row.needed !== null;
  if (wasReviewed) {
    need(checks.length >= 6, 'checks with what they saw');
    need(
      entries.some(({ action }) => action === 'payments.withdrawal.checked'),
      'the checks in the timeline',
    );
  }
  const votes = entries.filter(({ action, actor }) => action === 'approvals.request.voted' && actor.kind === 'staff');
  if (['paid', 'partly_paid', 'returned'].includes(row.state)) {
    need(new Set(votes.map(({ actor }) => actor.name)).size >= (row.needed ?? 0), `${row.needed} approvers`);
    need(new Set(checks.map(({ run }) => run)).size >= 2, 'checks run again before release');
    need(legs.length > 0 && legs.every((leg) => leg.sentAt !== null), 'what was sent');
  }
  if (row.state === 'rejected') need(votes.length > 0, 'who rejected');
  for (const { id, action } of entries) {
    const { isValid } = await administrator.query('audit.entry.prove', { id }, Proof);
    need(isValid, `a proof of ${action}`);
  }
  return lacks;
}
