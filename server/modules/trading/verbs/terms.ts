import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { traderOf } from '../client-facts';
import { AccountRef, SetException, WithReason } from '../contract';
import { lawfulMax, redecide } from '../decide-terms';
import { type AccountRow, accountsOfClient, lockAccount, updateAccount } from '../repository/accounts';
import { offerById } from '../repository/offers';

const standing = (account: AccountRow) => account.state !== 'archived' && account.state !== 'failed';

/** Recomputes one account. The row must be locked. */
export async function decideTerms(uow: Uow, account: AccountRow): Promise<boolean> {
  if (!standing(account)) return false;
  const [trader, row] = [await traderOf(uow, account.clientId), await offerById(uow, account.offerId)];
  const { offer } = found(row, 'offer_not_found');
  return redecide(uow, account, { trader, offer });
}

/** Something about the client changed: all his accounts are judged anew. */
export const decideTermsOfClient = command({
  name: 'trading.client.decide_terms',
  actors: ['job', 'staff'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.object({ accounts: z.number().int(), changed: z.number().int() }),
  run: async (uow, { clientId }) => {
    await requireReach(uow, 'trading.client.decide_terms', clientId);
    const ids = (await accountsOfClient(uow, clientId)).filter(standing).map((account) => account.id);
    let changed = 0;
    for (const id of ids) {
      const account = found(await lockAccount(uow, id), 'account_not_found');
      if (await decideTerms(uow, account)) changed += 1;
    }
    uow.audit({ object: { type: 'client', id: clientId }, client: clientId, facts: { accounts: ids.length, changed } });
    return { accounts: ids.length, changed };
  },
});

/** One account: its notice is over, it is flat, or an exception ended. */
export const decideTermsOfAccount = command({
  name: 'trading.account.decide_terms',
  actors: ['job', 'staff'],
  input: AccountRef,
  output: z.object({ changed: z.boolean() }),
  run: async (uow, { id }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    await requireReach(uow, 'trading.account.decide_terms', account.clientId);
    const ended = account.exceptionUntil !== null && account.exceptionUntil <= uow.now;
    const current = ended ? { ...account, ...noException } : account;
    if (ended) await updateAccount(uow, id, noException);
    const changed = await decideTerms(uow, current);
    uow.audit({ object: objectOf(id), client: account.clientId, facts: { changed, exceptionEnded: ended } });
    return { changed };
  },
});

export const objectOf = (id: Id<'tradingAccount'>) => ({ type: 'tradingAccount', id });

const noException = {
  exceptionLeverage: null,
  exceptionTrading: null,
  exceptionGroup: null,
  exceptionReason: null,
  exceptionBy: null,
  exceptionAt: null,
  exceptionUntil: null,
};

export async function requireLawful(uow: Uow, account: AccountRow, leverage: number | null | undefined): Promise<void> {
  if (leverage === null || leverage === undefined) return;
  const { offer } = found(await offerById(uow, account.offerId), 'offer_not_found');
  const trader = await traderOf(uow, account.clientId);
  const max = lawfulMax({ trader, offer, openPositions: 0 }, uow.now);
  if (leverage > max) throw new Refusal('rejected', 'leverage_above_law', { field: 'leverage', params: { max } });
}

/**
 * A dealer's signed exception to what was decided. It is the only thing that may take away the right to close a position,
 * and then a second person signs too.
 */
export const setException = command({
  name: 'trading.account.set_exception',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: SetException,
  output: AccountRef,
  approval: async (uow, { id, trading, reason }) => {
    if (trading !== 'disabled') return null;
    const account = found(await lockAccount(uow, id), 'account_not_found');
    return {
      needed: 1,
      decideGrant: 'trading.account.set_exception',
      summary: `Stop all trading on ${account.login ?? 'an account'}, closing included`,
      object: objectOf(id),
      client: account.clientId,
      policyVersion: 'fixed',
      checks: { state: account.state, trading: account.desiredTrading, reason },
    };
  },
  run: async (uow, { id, leverage, trading, group, until, reason }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    await requireReach(uow, 'trading.account.set_exception', account.clientId);
    if (!standing(account)) throw new Refusal('conflict', 'account_not_ready', { params: { state: account.state } });
    if (!leverage && !trading && !group) throw new Refusal('invalid', 'exception_is_empty');
    if (until && until <= uow.now) throw new Refusal('invalid', 'must_be_in_the_future', { field: 'until' });
    await requireLawful(uow, account, leverage);
    const exception = {
      exceptionLeverage: leverage ?? null,
      exceptionTrading: trading ?? null,
      exceptionGroup: group ?? null,
      exceptionReason: reason,
      exceptionBy: uow.actor.name,
      exceptionAt: uow.now,
      exceptionUntil: until ?? null,
    };
    await updateAccount(uow, id, exception);
    uow.audit({
      object: objectOf(id),
      client: account.clientId,
      changes: {
        exceptionLeverage: [account.exceptionLeverage, exception.exceptionLeverage],
        exceptionTrading: [account.exceptionTrading, exception.exceptionTrading],
        exceptionGroup: [account.exceptionGroup, exception.exceptionGroup],
        exceptionUntil: [account.exceptionUntil, exception.exceptionUntil],
      },
      reason,
    });
    await decideTerms(uow, { ...account, ...exception });
    return { id };
  },
});

export const clearException = command({
  name: 'trading.account.clear_exception',
  actors: ['staff'],
  input: WithReason,
  output: AccountRef,
  run: async (uow, { id, reason }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    await requireReach(uow, 'trading.account.clear_exception', account.clientId);
    if (account.exceptionAt === null) throw new Refusal('conflict', 'no_exception');
    await updateAccount(uow, id, noException);
    uow.audit({
      object: objectOf(id),
      client: account.clientId,
      changes: { exception: [account.exceptionReason, null] },
      reason,
    });
    await decideTerms(uow, { ...account, ...noException });
    return { id };
  },
});
