import { z } from 'zod';
import { found, invariant } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { fromDecimalString, type Money, money, toJson } from '@/server/kernel/money';
import { next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { type Legs, post, recipes } from '@/server/modules/ledger';
import { isProvenAbsent, nextLook, nextTry, retryFor } from '../calc';
import { type AccountRow, lockAccount } from '../repository/accounts';
import { platformConnection } from '../repository/offers';
import { lockOperation, type OperationRow, operationByCause, updateOperation } from '../repository/operations';
import { inFlight, type OperationState, operationStates } from '../state';
import { timingOf } from '../timing';
import { ownerOf, purposeOf } from './operations';

export const OperationOutcome = z.discriminatedUnion('kind', [
  /** Done, now or before. `amount` as the platform's own record has it, when it was looked up. */
  z.object({
    kind: z.literal('applied'),
    platformRef: z.string(),
    amount: z.string().nullable(),
    extraRefs: z.array(z.string()),
  }),
  z.object({ kind: z.literal('refused'), code: z.string(), text: z.string(), retryable: z.boolean() }),
  z.object({ kind: z.literal('unknown'), code: z.string(), text: z.string() }),
  /** Looked up: not there at that moment. */
  z.object({ kind: z.literal('absent') }),
]);
export type OperationOutcome = z.output<typeof OperationOutcome>;

export const Recorded = z.object({ state: z.string(), waitMs: z.number().int().nullable() });
export type Recorded = z.output<typeof Recorded>;

/** What is known of a movement now. With `waitMs` the next step is due then; without it the story is over. */
export const recordOperation = command({
  name: 'trading.operation.record',
  actors: ['job'],
  input: z.object({ id: idSchema('balanceOperation'), outcome: OperationOutcome }),
  output: Recorded,
  run: async (uow, { id, outcome }): Promise<Recorded> => {
    const operation = found(await lockOperation(uow, id), 'operation_not_found');
    const account = found(await lockAccount(uow, operation.accountId), 'account_not_found');
    if (!inFlight.includes(operation.state as OperationState)) return afterTheEnd(uow, operation, outcome);
    switch (outcome.kind) {
      case 'applied':
        return applied(uow, operation, account, outcome);
      case 'refused':
        return refused(uow, operation, account, outcome);
      case 'unknown':
      case 'absent':
        return unclear(uow, operation, account, outcome);
    }
  },
});

export const objectOf = (operation: OperationRow) => ({ type: 'balanceOperation', id: operation.id });
export const dataOf = ({ id, accountId, clientId }: OperationRow) => ({ operationId: id, accountId, clientId });
export const amountOf = (operation: OperationRow): Money => money(operation.amountMinor, operation.asset);
/** The withdrawal or deposit that asked, when there is one: its timeline shows what happened here. */
const threadOf = (operation: OperationRow): string => operation.cause.split('/')[0] ?? operation.id;

async function change(
  uow: Uow,
  operation: OperationRow,
  set: Partial<OperationRow> & { state: OperationState },
  facts: Record<string, unknown>,
): Promise<void> {
  await updateOperation(uow, operation.id, set);
  uow.audit({
    object: objectOf(operation),
    client: operation.clientId,
    thread: threadOf(operation),
    changes: {
      state: [operation.state, set.state],
      ...(set.attempt ? { attempt: [operation.attempt, set.attempt] } : {}),
    },
    facts: { purpose: operation.purpose, amount: toJson(amountOf(operation)), ...facts },
  });
}

async function raiseDoubt(uow: Uow, operation: OperationRow, title: string, priority: 0 | 1 = 1): Promise<void> {
  await raiseWork(uow, {
    kind: 'platform_operation',
    object: objectOf(operation),
    title,
    team: 'dealing',
    client: operation.clientId,
    priority,
    stake: amountOf(operation),
  });
}

/** A repeat of what is recorded is fine; anything else that comes late is looked at by a person. */
async function afterTheEnd(uow: Uow, operation: OperationRow, outcome: OperationOutcome): Promise<Recorded> {
  const isRepeat =
    (operation.state === 'applied' && outcome.kind !== 'refused') ||
    operation.state === 'compensated' ||
    (operation.state === 'failed' && outcome.kind !== 'applied');
  if (!isRepeat) await raiseDoubt(uow, operation, `The platform reports ${outcome.kind} after ${operation.state}`, 0);
  uow.audit({
    object: objectOf(operation),
    client: operation.clientId,
    facts: { late: outcome, state: operation.state },
  });
  return { state: operation.state, waitMs: null };
}

function legsOf(operation: OperationRow, account: AccountRow): Legs | null {
  const [owner, amount] = [ownerOf(account), amountOf(operation)];
  invariant(account.login !== null, 'money moved on an account without a login');
  const purpose = purposeOf(operation);
  switch (purpose) {
    case 'to_trading':
      invariant(operation.holdId, 'money left the wallet without a hold');
      return recipes.toTradingDone(owner, account.login, amount, operation.holdId);
    case 'to_wallet':
      return recipes.fromTrading(owner, account.login, amount, 'wallet');
    case 'to_transit':
      return recipes.fromTrading(owner, account.login, amount, 'in_transit');
    case 'back_to_trading':
      return recipes.backToTrading(owner, account.login, amount, operation.holdId ?? undefined);
    case 'demo_funding':
      return null;
  }
}

export async function applied(
  uow: Uow,
  operation: OperationRow,
  account: AccountRow,
  outcome: Extract<OperationOutcome, { kind: 'applied' }>,
): Promise<Recorded> {
  if (outcome.amount !== null && !isSameAmount(operation, outcome.amount)) {
    await raiseDoubt(uow, operation, `The platform posted ${outcome.amount} under our key, not what was asked`, 0);
    const nextAt = nextLook(operation.lookups + 1, timingOf({}), uow.now);
    const state =
      operation.state === 'unknown' ? 'unknown' : next(operationStates, operation.state as OperationState, 'lose');
    await change(uow, operation, { state, lookups: operation.lookups + 1, nextAt }, { ...outcome });
    return { state, waitMs: nextAt.getTime() - uow.now.getTime() };
  }
  const legs = legsOf(operation, account);
  if (legs)
    await post(uow, {
      ...legs,
      reference: `${operation.id}/done`,
      thread: threadOf(operation),
      client: account.clientId,
    });
  if (outcome.extraRefs.length > 0)
    await raiseDoubt(uow, operation, `Posted ${outcome.extraRefs.length + 1} times on the platform`, 0);
  else await closeWork(uow, operation.id, 'applied', 'platform_operation');
  await change(
    uow,
    operation,
    {
      state: 'applied',
      platformRef: outcome.platformRef,
      extraRefs: [...outcome.extraRefs],
      problem: null,
      nextAt: null,
      settledAt: uow.now,
    },
    { platformRef: outcome.platformRef, extraRefs: outcome.extraRefs, login: account.login },
  );
  if (purposeOf(operation) === 'back_to_trading') await compensate(uow, operation);
  uow.emit({ name: 'trading/operation.applied', data: dataOf(operation) });
  return { state: 'applied', waitMs: null };
}

/** The collection that this return undoes. */
async function compensate(uow: Uow, operation: OperationRow): Promise<void> {
  const collected = await operationByCause(uow, `${threadOf(operation)}/collect`);
  if (collected?.state !== 'applied') return;
  await change(uow, collected, { state: next(operationStates, 'applied', 'compensate') }, { by: operation.id });
}

function isSameAmount(operation: OperationRow, text: string): boolean {
  const seen = fromDecimalString(text, operation.asset).minor;
  return (operation.kind === 'withdraw' ? -seen : seen) === operation.amountMinor;
}

async function refused(
  uow: Uow,
  operation: OperationRow,
  account: AccountRow,
  outcome: Extract<OperationOutcome, { kind: 'refused' }>,
): Promise<Recorded> {
  const { code, text, retryable } = outcome;
  const isYoung = uow.now.getTime() - operation.createdAt.getTime() < retryFor.totalMs;
  if (retryable && operation.state === 'sent' && isYoung && operation.tries < retryFor.tries) {
    const nextAt = nextTry(operation.tries, uow.now);
    const state = next(operationStates, 'sent', 'postpone');
    await change(uow, operation, { state, nextAt, problem: { code, text } }, { ...outcome, nextAt });
    return { state, waitMs: nextAt.getTime() - uow.now.getTime() };
  }
  return failed(uow, operation, account, { code, text });
}

/** Nothing happened on the platform, for certain: what was held for it is free again, what was in transit comes to rest. */
export async function failed(
  uow: Uow,
  operation: OperationRow,
  account: AccountRow,
  problem: { code: string; text: string },
): Promise<Recorded> {
  const purpose = purposeOf(operation);
  const legs =
    purpose === 'to_trading' && operation.holdId
      ? recipes.toTradingFailed(operation.holdId)
      : purpose === 'back_to_trading'
        ? recipes.transitToWallet(ownerOf(account), amountOf(operation), operation.holdId ?? undefined)
        : null;
  if (legs)
    await post(uow, {
      ...legs,
      reference: `${operation.id}/failed`,
      thread: threadOf(operation),
      client: operation.clientId,
    });
  await change(uow, operation, { state: 'failed', problem, nextAt: null, settledAt: uow.now }, { ...problem });
  await closeWork(uow, operation.id, 'failed', 'platform_operation');
  uow.emit({ name: 'trading/operation.failed', data: dataOf(operation) });
  return { state: 'failed', waitMs: null };
}

const doubtAfterLooks = 6;

async function unclear(
  uow: Uow,
  operation: OperationRow,
  account: AccountRow,
  outcome: Extract<OperationOutcome, { kind: 'unknown' | 'absent' }>,
): Promise<Recorded> {
  const { config } = found(await platformConnection(uow, account.connectionId), 'connection_not_found');
  const timing = timingOf(config);
  const lookups = operation.lookups + 1;
  const absences = operation.absences + (outcome.kind === 'absent' ? 1 : 0);
  const sentAt = operation.sentAt ?? uow.now;
  if (outcome.kind === 'absent' && isProvenAbsent(absences, sentAt, uow.now, timing)) {
    if (operation.attempt > 1)
      return failed(uow, operation, account, { code: 'absent', text: 'not found after a second attempt' });
    const state = operation.state === 'unknown' ? next(operationStates, 'unknown', 'repeat') : 'intent';
    await change(
      uow,
      operation,
      { state, attempt: 2, absences: 0, lookups, nextAt: null },
      { absences, provenAbsent: true },
    );
    return { state, waitMs: 0 };
  }
  const nextAt = nextLook(lookups - 1, timing, uow.now);
  await change(
    uow,
    operation,
    {
      state: 'unknown',
      lookups,
      absences,
      lookedUpAt: uow.now,
      nextAt,
      ...(outcome.kind === 'unknown' ? { problem: { code: outcome.code, text: outcome.text } } : {}),
    },
    { ...outcome, lookups, absences, nextAt },
  );
  if (lookups >= doubtAfterLooks)
    await raiseDoubt(uow, operation, 'It is not known whether the platform moved this money');
  return { state: 'unknown', waitMs: nextAt.getTime() - uow.now.getTime() };
}
