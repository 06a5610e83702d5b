import { z } from 'zod';
import { found, invariant, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { type Money, MoneySchema, toJson } from '@/server/kernel/money';
import { next } from '@/server/kernel/state';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { post, recipes } from '@/server/modules/ledger';
import { newOpId } from '../calc';
import { type AccountRow, lockAccount } from '../repository/accounts';
import { offerById } from '../repository/offers';
import {
  insertOperation,
  lockOperation,
  type OperationRow,
  operationByCause,
  operationInFlight,
  updateOperation,
} from '../repository/operations';
import { operationStates } from '../state';

/** Why money moves on a platform; it decides what the books do when the platform has said yes. */
export const purposes = ['to_trading', 'to_wallet', 'to_transit', 'back_to_trading', 'demo_funding'] as const;
export type Purpose = (typeof purposes)[number];

const kindOf: Record<Purpose, 'deposit' | 'withdraw'> = {
  to_trading: 'deposit',
  back_to_trading: 'deposit',
  demo_funding: 'deposit',
  to_wallet: 'withdraw',
  to_transit: 'withdraw',
};

export type Wanted = {
  readonly account: AccountRow;
  readonly amount: Money;
  readonly purpose: Purpose;
  /** What asked for it. The same cause twice is one movement for good. */
  readonly cause?: string;
  /** A hold in transit that another module placed and this movement takes. */
  readonly holdId?: Id<'ledgerHold'> | null;
  readonly thread?: string;
};

export const ownerOf = (account: AccountRow) => ({ client: account.clientId, entity: account.entityId });

/** Writes the intent with its hold in one transaction, before any network call. Answers what the cause has already. */
export async function startOperation(uow: Uow, wanted: Wanted): Promise<OperationRow> {
  const { account, amount, purpose } = wanted;
  const id = uow.id('balanceOperation');
  const cause = wanted.cause ?? id;
  const earlier = wanted.cause ? await operationByCause(uow, cause) : null;
  if (earlier) return repeated(uow, earlier, wanted);
  requireUsable(account, amount, purpose);
  const busy = await operationInFlight(uow, account.id);
  if (busy) throw new Refusal('conflict', 'operation_in_flight', { params: { operation: busy.id } });
  const row = {
    id,
    opId: newOpId(uow.ctx.rng),
    accountId: account.id,
    clientId: account.clientId,
    purpose,
    kind: kindOf[purpose],
    amountMinor: amount.minor,
    asset: amount.asset,
    state: operationStates.initial,
    attempt: 1,
    cause,
    holdId: await placeHold(uow, wanted, id),
    createdAt: uow.now,
  };
  // The account's row is locked, so only a movement of the same cause elsewhere can be in the way.
  if (!(await insertOperation(uow, row))) throw new Refusal('conflict', 'operation_in_flight');
  uow.audit({
    action: 'trading.operation.requested',
    object: { type: 'balanceOperation', id },
    client: account.clientId,
    thread: wanted.thread ?? id,
    changes: { state: [null, row.state] },
    facts: { purpose, cause, amount: toJson(amount), account: account.id, login: account.login, operation: row.opId },
  });
  uow.emit({
    name: 'trading/operation.requested',
    data: { operationId: id, accountId: account.id, clientId: account.clientId },
  });
  const made = await lockOperation(uow, id);
  invariant(made, 'an operation was just written');
  return made;
}

function repeated(uow: Uow, earlier: OperationRow, { account, amount, purpose }: Wanted): OperationRow {
  const same =
    earlier.accountId === account.id &&
    earlier.purpose === purpose &&
    earlier.amountMinor === amount.minor &&
    earlier.asset === amount.asset;
  if (!same) throw new Refusal('conflict', 'cause_already_used', { params: { operation: earlier.id } });
  uow.audit({
    object: { type: 'balanceOperation', id: earlier.id },
    client: earlier.clientId,
    facts: { repeated: earlier.cause, state: earlier.state },
  });
  return earlier;
}

export const isOnPlatform = ({ login, state }: AccountRow): boolean =>
  login !== null && state !== 'archived' && state !== 'failed';

function requireUsable(account: AccountRow, amount: Money, purpose: Purpose): void {
  if (!isOnPlatform(account)) throw new Refusal('conflict', 'account_not_ready', { params: { state: account.state } });
  if (amount.asset !== account.currency)
    throw new Refusal('rejected', 'other_currency_than_account', {
      field: 'amount',
      params: { asset: account.currency },
    });
  if (amount.minor <= 0n) throw new Refusal('invalid', 'amount_not_positive', { field: 'amount' });
  if ((account.environment === 'demo') !== (purpose === 'demo_funding'))
    throw new Refusal('rejected', 'demo_money_is_not_money', { field: 'amount' });
}

/** Money on its way to a platform is held first; money on a platform is held by debiting it there. */
async function placeHold(uow: Uow, wanted: Wanted, id: Id<'balanceOperation'>): Promise<Id<'ledgerHold'> | null> {
  const { account, amount, purpose } = wanted;
  if (wanted.holdId) return wanted.holdId;
  const owner = ownerOf(account);
  const legs =
    purpose === 'to_trading'
      ? recipes.toTradingRequested(owner, amount)
      : purpose === 'back_to_trading'
        ? recipes.withdrawalRequested(owner, amount, 'in_transit')
        : null;
  if (!legs) return null;
  const posted = await post(uow, {
    ...legs,
    reference: `${id}/hold`,
    thread: wanted.thread ?? id,
    client: account.clientId,
  });
  return posted.holds[0] ?? null;
}

/** Play money of a new demo account: on the platform only, the books know none of it. */
export async function fundDemo(uow: Uow, account: AccountRow): Promise<void> {
  const row = await offerById(uow, account.offerId);
  if (!row || row.offer.demoBalanceMinor <= 0n) return;
  const fresh = await lockAccount(uow, account.id);
  invariant(fresh, 'the account of a demo was just made');
  await startOperation(uow, {
    account: fresh,
    amount: { minor: row.offer.demoBalanceMinor, asset: account.currency },
    purpose: 'demo_funding',
    cause: `${account.id}/demo`,
  });
}

export const OperationIntent = z.object({
  operationId: idSchema('balanceOperation'),
  mode: z.enum(['send', 'look_up']),
  connectionId: idSchema('connection'),
  platform: z.enum(['mt5', 'mt4', 'ctrader', 'matchtrader']),
  serverId: z.string(),
  login: z.string(),
  opId: z.string(),
  attempt: z.number().int(),
  /** Something was sent before. */
  isRepeat: z.boolean(),
  kind: z.enum(['deposit', 'withdraw']),
  amount: MoneySchema,
  comment: z.string(),
  firstSentAt: z.date(),
});
export type OperationIntent = z.output<typeof OperationIntent>;

const wordsFor: Record<Purpose, string> = {
  to_trading: 'From wallet',
  back_to_trading: 'Returned',
  demo_funding: 'Demo balance',
  to_wallet: 'To wallet',
  to_transit: 'Withdrawal',
};

/** Commits that the platform is about to be asked. What was sent and not answered for is looked up, never sent again. */
export const beginOperation = command({
  name: 'trading.operation.begin',
  actors: ['job'],
  input: z.object({ id: idSchema('balanceOperation') }),
  output: OperationIntent.nullable(),
  run: async (uow, { id }) => {
    const operation = found(await lockOperation(uow, id), 'operation_not_found');
    const object = { type: 'balanceOperation', id };
    const isDue = operation.nextAt === null || operation.nextAt <= uow.now;
    if (!['intent', 'sent', 'unknown'].includes(operation.state) || !isDue) {
      uow.audit({ object, client: operation.clientId, facts: { skipped: operation.state, until: operation.nextAt } });
      return null;
    }
    const account = found(await lockAccount(uow, operation.accountId), 'account_not_found');
    invariant(account.login !== null && account.serverId !== null, 'money moves only on accounts that exist');
    const mode = operation.state === 'intent' ? ('send' as const) : ('look_up' as const);
    const firstSentAt = operation.firstSentAt ?? uow.now;
    if (mode === 'send') {
      const state = next(operationStates, 'intent', 'send');
      await updateOperation(uow, id, { state, sentAt: uow.now, firstSentAt, tries: operation.tries + 1, nextAt: null });
      uow.audit({
        object,
        client: operation.clientId,
        changes: { state: ['intent', state] },
        facts: { attempt: operation.attempt },
      });
    } else
      uow.audit({ object, client: operation.clientId, facts: { look: operation.lookups + 1, state: operation.state } });
    return {
      operationId: id,
      mode,
      connectionId: account.connectionId,
      platform: OperationIntent.shape.platform.parse(account.platform),
      serverId: account.serverId,
      login: account.login,
      opId: operation.opId,
      attempt: operation.attempt,
      isRepeat: operation.tries > 0,
      kind: kindOf[purposeOf(operation)],
      amount: { minor: operation.amountMinor, asset: operation.asset },
      comment: wordsFor[purposeOf(operation)],
      firstSentAt,
    };
  },
});

export const purposeOf = (operation: OperationRow): Purpose => z.enum(purposes).parse(operation.purpose);
