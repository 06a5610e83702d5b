import { type EventOf, next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { closeWork } from '@/server/kernel/work';
import { post, recipes } from '@/server/modules/ledger';
import { updateWithdrawal, type WithdrawalRow } from './repository/withdrawals';
import { type WithdrawalState, withdrawalStates } from './state';

type WithdrawalEvent = EventOf<typeof withdrawalStates>;
export type Bookmark = {
  readonly event: Extract<WithdrawalEvent, 'reject' | 'cancel' | 'fail'>;
  readonly reason: string;
  readonly isRestricted: boolean;
};

const cancellations = { client: 'cancelled_by_client', staff: 'cancelled_by_house' } as const;
export const cancellationBy = (actor: string): string =>
  actor === 'staff' ? cancellations.staff : cancellations.client;
export const isCancellation = (reason: string | null): boolean =>
  reason === cancellations.client || reason === cancellations.staff;

/** One step of the machine with its trace; returns the row as it is now. */
export async function moveWithdrawal(
  uow: Uow,
  row: WithdrawalRow,
  event: WithdrawalEvent,
  set: Partial<WithdrawalRow>,
  facts?: Record<string, unknown>,
): Promise<WithdrawalRow> {
  const state = next(withdrawalStates, row.state as WithdrawalState, event);
  await updateWithdrawal(uow, row.id, { state, ...set });
  uow.audit({
    action: `payments.withdrawal.${state}`,
    object: { type: 'withdrawal', id: row.id },
    thread: row.id,
    client: row.clientId,
    changes: { state: [row.state, state] },
    ...(facts ? { facts } : {}),
    ...(set.reason ? { reason: set.reason } : {}),
    ...(set.reasonIsRestricted ? { restrictedTo: 'compliance' as const } : {}),
  });
  return { ...row, ...set, state };
}

/**
 * Nothing (more) leaves: the money goes back where it came from. From the wallet that is now; from a platform it travels, and
 * the withdrawal ends when the platform has it.
 */
export async function giveBack(uow: Uow, row: WithdrawalRow, mark: Bookmark): Promise<WithdrawalRow> {
  const why = { reason: mark.reason, reasonIsRestricted: mark.isRestricted };
  const entered = row.state === 'rejecting' ? row : await moveWithdrawal(uow, row, entry(row, mark.event), why);
  if (entered.holdId) {
    await post(uow, {
      ...recipes.withdrawalReleased(entered.holdId),
      reference: `withdrawal/${row.id}/released`,
      thread: row.id,
      client: row.clientId,
    });
    await updateWithdrawal(uow, row.id, { holdId: null });
  }
  await closeWork(uow, row.id, mark.event);
  if (row.sourceAccountId) {
    uow.emit({
      name: 'payments/withdrawal.returning',
      data: { withdrawalId: row.id, clientId: row.clientId, tradingAccountId: row.sourceAccountId },
    });
    return { ...entered, holdId: null };
  }
  const ended = await moveWithdrawal(uow, { ...entered, holdId: null }, mark.event, { ...why, closedAt: uow.now });
  uow.emit({ name: `payments/withdrawal.${ended.state}`, data: { withdrawalId: row.id, clientId: row.clientId } });
  return ended;
}

/** The event by which each open state enters `rejecting`. */
function entry(row: WithdrawalRow, event: Bookmark['event']): WithdrawalEvent {
  if (row.state === 'approved') return 'stop';
  if (row.state === 'sending') return 'fail';
  return event === 'cancel' && row.state === 'in_review' ? 'cancel' : 'reject';
}
