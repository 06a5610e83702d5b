import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { post, recipes, requireNoDebt } from '@/server/modules/ledger';
import { traderOf } from '../client-facts';
import { MoneyMoved, MoveMoney } from '../contract';
import { type AccountRow, lockAccount } from '../repository/accounts';
import type { OperationRow } from '../repository/operations';
import { isOnPlatform, ownerOf, startOperation } from './operations';

const answer = ({ id, state }: OperationRow) => ({ id, state });

async function accountFor(uow: Uow, verb: string, id: Id<'tradingAccount'>): Promise<AccountRow> {
  const account = found(await lockAccount(uow, id), 'account_not_found');
  if (uow.actor.kind === 'client' && account.clientId !== uow.actor.clientId)
    throw new Refusal('not_found', 'account_not_found');
  await requireReach(uow, verb, account.clientId);
  return account;
}

/** Wallet to platform. Who may no longer trade may still take money off, not put more on. */
export const moveToAccount = command({
  name: 'trading.transfer.to_account',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: MoveMoney,
  output: MoneyMoved,
  run: async (uow, { accountId, amount }) => {
    const account = await accountFor(uow, 'trading.transfer.to_account', accountId);
    await requireMayFund(uow, account);
    await requireNoDebt(uow, account.clientId);
    return answer(await startOperation(uow, { account, amount, purpose: 'to_trading' }));
  },
});

async function requireMayFund(uow: Uow, account: AccountRow): Promise<void> {
  const { transfer } = await traderOf(uow, account.clientId);
  if (transfer.state === 'denied' || transfer.state === 'limited')
    throw new Refusal('rejected', 'transfer_not_allowed', { params: { why: transfer.reasons.join(', ') } });
}

/** Platform to wallet. The platform itself checks the free margin. */
export const moveToWallet = command({
  name: 'trading.transfer.to_wallet',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: MoveMoney,
  output: MoneyMoved,
  run: async (uow, { accountId, amount }) => {
    const account = await accountFor(uow, 'trading.transfer.to_wallet', accountId);
    const { transfer } = await traderOf(uow, account.clientId);
    if (transfer.state === 'denied')
      throw new Refusal('rejected', 'transfer_not_allowed', { params: { why: transfer.reasons.join(', ') } });
    return answer(await startOperation(uow, { account, amount, purpose: 'to_wallet' }));
  },
});

const For = z.object({ clientId: idSchema('client'), accountId: idSchema('tradingAccount'), amount: MoneySchema });

/** Another module names the account: it must be the client's own. */
async function ownAccount(uow: Uow, id: Id<'tradingAccount'>, clientId: Id<'client'>): Promise<AccountRow> {
  const account = found(await lockAccount(uow, id), 'account_not_found');
  if (account.clientId !== clientId) throw new Refusal('not_found', 'account_not_found');
  return account;
}

/** The rest of a deposit that was meant for a trading account. Answers null when the client may not fund it any more. */
export const transferToAccount = command({
  name: 'trading.transfer.for_deposit',
  actors: ['job'],
  input: For.extend({ depositId: idSchema('deposit') }),
  output: MoneyMoved.nullable(),
  run: async (uow, { clientId, accountId, amount, depositId }) => {
    const account = await ownAccount(uow, accountId, clientId);
    const { transfer } = await traderOf(uow, account.clientId);
    const mayFund = transfer.state !== 'denied' && transfer.state !== 'limited';
    if (!mayFund || account.currency !== amount.asset || !isOnPlatform(account)) {
      uow.audit({
        object: { type: 'tradingAccount', id: accountId },
        client: account.clientId,
        thread: depositId,
        facts: { left: 'wallet', why: transfer.reasons, currency: account.currency, state: account.state },
      });
      return null;
    }
    const cause = `${depositId}/credit`;
    return answer(await startOperation(uow, { account, amount, purpose: 'to_trading', cause, thread: depositId }));
  },
});

/** A withdrawal takes its money off the platform into transit. Who may withdraw is decided where the withdrawal is. */
export const collectFromAccount = command({
  name: 'trading.transfer.collect',
  actors: ['job'],
  input: For.extend({ withdrawalId: idSchema('withdrawal') }),
  output: MoneyMoved,
  run: async (uow, { clientId, accountId, amount, withdrawalId }) => {
    const account = await ownAccount(uow, accountId, clientId);
    const cause = `${withdrawalId}/collect`;
    return answer(await startOperation(uow, { account, amount, purpose: 'to_transit', cause, thread: withdrawalId }));
  },
});

/**
 * Money of a rejected, cancelled or failed withdrawal goes back to the platform; to the wallet when its account is gone, which
 * answers null.
 */
export const returnToAccount = command({
  name: 'trading.transfer.return',
  actors: ['job'],
  input: For.extend({
    withdrawalId: idSchema('withdrawal'),
    holdId: idSchema('ledgerHold').nullish(),
    /** A part that came back on its own, after the rest was paid. */
    part: idSchema('leg').nullish(),
  }),
  output: MoneyMoved.nullable(),
  run: async (uow, { clientId, accountId, amount, withdrawalId, holdId, part }) => {
    const account = await ownAccount(uow, accountId, clientId);
    const hold = holdId ?? null;
    if (!isOnPlatform(account)) {
      await post(uow, {
        ...recipes.transitToWallet(ownerOf(account), amount, hold ?? undefined),
        reference: `${withdrawalId}/to_wallet${part ? `/${part}` : ''}`,
        thread: withdrawalId,
        client: clientId,
      });
      return null;
    }
    const cause = `${withdrawalId}/return${part ? `/${part}` : ''}`;
    const wanted = { account, amount, purpose: 'back_to_trading', cause, holdId: hold, thread: withdrawalId } as const;
    return answer(await startOperation(uow, wanted));
  },
});
