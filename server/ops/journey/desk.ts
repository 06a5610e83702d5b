import { z } from 'zod';
import type { Roster } from './founder';
import type { Staff } from './staff';
import { until } from './waiting';

const anything = z.unknown();
const Approval = z.object({ id: z.string(), needed: z.number(), object: z.object({ id: z.string() }) });
const Decided = z.object({ state: z.string(), approvals: z.number(), needed: z.number() });

async function waitingFor(staff: Staff, objectId: string): Promise<z.output<typeof Approval>> {
  return until(`an approval request for ${objectId}`, async () => {
    const rows = await staff.all('work.approval.list', { states: ['waiting'] }, Approval);
    return rows.find(({ object }) => object.id === objectId) ?? null;
  });
}

/** As many people as policy asks for look at what has changed and say yes, none of them twice. Answers how many it took. */
export async function approveWithdrawal(roster: Roster, withdrawalId: string): Promise<number> {
  const approvers = [roster.financeHead, roster.financeDeputy];
  const { id: approvalId } = await waitingFor(roster.financeHead, withdrawalId);
  for (const [at, approver] of approvers.entries()) {
    await approver.act('work.approval.recheck', { approvalId });
    const answer = { approvalId, decision: 'approve', comment: `seen by ${approver.name}` };
    const { state } = await approver.mutate('work.approval.decide', answer, Decided);
    if (state === 'approved') return at + 1;
  }
  throw new Error(`${approvers.length} approvals are not enough for ${withdrawalId}`);
}

export async function rejectWithdrawal(roster: Roster, withdrawalId: string): Promise<void> {
  const { id: approvalId } = await waitingFor(roster.financeHead, withdrawalId);
  const answer = { approvalId, decision: 'reject', comment: 'the explanation does not fit the turnover' };
  await roster.financeHead.act('work.approval.decide', answer);
}

const Hit = z.object({ id: z.string(), state: z.string(), score: z.number() });

/** Compliance looks at what the lists brought up and says it is he; the hold stands from that moment. */
export async function confirmHit(roster: Roster, clientId: string): Promise<void> {
  const hit = await until('a list match of the listed person', async () => {
    const [first] = await roster.mlro.all('screening.hits.list', { clientId, states: ['open'] }, Hit);
    return first ?? null;
  });
  const reason = 'name, date of birth and country agree with the published entry';
  await roster.mlro.act('onboarding.hits.decide', { id: hit.id, finding: 'true_match', reason });
}

/** The MLRO closes the application of a listed person; the hold stays, so the money, had there been any, would too. */
export async function refuseListed(roster: Roster, applicationId: string): Promise<void> {
  await roster.mlro.mutate(
    'onboarding.applications.reject',
    {
      id: applicationId,
      code: 'identity_not_confirmed',
      mayTryAgain: false,
      reason: 'true match with a sanctions list',
      noteToClient: null,
    },
    anything,
  );
}

/** A document has expired: verification ends until the client has renewed it. */
export async function expire(roster: Roster, clientId: string): Promise<void> {
  const given = { clientId, cause: 'document_expired', reason: 'the passport on file has expired' };
  await roster.analyst.act('onboarding.verification.expire', given);
}

const Legs = z.object({ legs: z.array(z.object({ kind: z.string(), pspId: z.string().nullable() })) });

/** The refunds of a withdrawal by the names the PSP knows them by, as a cashier reads them. */
export async function refundsOf(roster: Roster, id: string): Promise<string[]> {
  const { legs } = await roster.cashier.query('payments.withdrawals.read', { id }, Legs);
  return legs.flatMap(({ kind, pspId }) => (kind === 'refund' && pspId ? [pspId] : []));
}

const Told = z.object({ kind: z.string(), object: z.object({ id: z.string() }) });

/** One work item says that what was paid has come back, and one only. */
export async function financeIsTold(roster: Roster, id: string): Promise<void> {
  const items = await roster.financeHead.all('work.item.list', { view: 'all' }, Told);
  const about = items.filter(({ kind, object }) => kind === 'payout_returned' && object.id === id);
  if (about.length !== 1) throw new Error(`${about.length} work items tell finance of ${id}`);
}
