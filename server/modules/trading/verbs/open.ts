import { found, invariant, Refusal } from '@/server/kernel/errors';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { newOpId, newPassword } from '../calc';
import type { Trader } from '../client-facts';
import { AccountRef, Credentials, OpenAccount, OpenedAccount, WithReason } from '../contract';
import { decideFor } from '../decide-terms';
import { passwordPlace } from '../password-place';
import { insertAccount, lockAccount, updateAccount } from '../repository/accounts';
import { accountsUnder, type OfferRow, offerById, takeLogin } from '../repository/offers';
import { traderFor, whyNotOffered } from './offers';

async function requireOffered(uow: Uow, offer: OfferRow, trader: Trader): Promise<void> {
  const reason = whyNotOffered(offer, trader);
  if (reason)
    throw new Refusal('rejected', reason, {
      field: 'offerId',
      params: { capability: trader.openAccount.state, why: trader.openAccount.reasons.join(', ') },
    });
  if ((await accountsUnder(uow, offer.id, trader.id)) >= offer.accountsMax)
    throw new Refusal('rejected', 'too_many_accounts', { field: 'offerId', params: { max: offer.accountsMax } });
}

/** Decides the terms and writes the account down; a job then makes it on the platform. */
export const openAccount = command({
  name: 'trading.account.open',
  actors: ['client', 'staff', 'job'],
  auditRefusal: true,
  input: OpenAccount,
  output: OpenedAccount,
  run: async (uow, input) => {
    const trader = await traderFor(uow, 'trading.account.open', input.clientId ?? undefined);
    const { offer, vendor, connectionState } = found(await offerById(uow, input.offerId), 'offer_not_found');
    await requireOffered(uow, offer, trader);
    if (connectionState !== 'active') throw new Refusal('unavailable', 'platform_not_connected', { field: 'offerId' });
    const id = uow.id('tradingAccount');
    const wished = input.leverage ?? null;
    const subject = { trader, offer, openPositions: 0 };
    const decided = await decideFor(uow, subject, { accountId: id, wished });
    if (decided.leverage === 0) throw new Refusal('rejected', 'not_offered_to_category', { field: 'offerId' });
    const { rng } = uow.ctx;
    await insertAccount(uow, {
      id,
      clientId: trader.id,
      entityId: trader.entityId,
      offerId: offer.id,
      connectionId: offer.connectionId,
      environment: offer.environment,
      platform: vendor,
      opId: newOpId(rng),
      currency: offer.currency,
      label: input.label ?? null,
      state: 'provisioning',
      creation: 'wanted',
      reservedLogin: await takeLogin(uow, offer.connectionId),
      requestedLeverage: wished,
      desiredGroup: decided.group,
      desiredLeverage: decided.leverage,
      desiredTrading: decided.trading,
      desiredBecause: decided.because,
      desiredAt: uow.now,
      decisionId: decided.decisionId,
      masterPassword: await seal(uow, 'tenant', passwordPlace('master_password', id), newPassword(rng)),
      investorPassword: await seal(uow, 'tenant', passwordPlace('investor_password', id), newPassword(rng)),
      createdAt: uow.now,
    });
    uow.audit({
      object: { type: 'tradingAccount', id },
      client: trader.id,
      changes: {
        state: [null, 'provisioning'],
        group: [null, decided.group],
        leverage: [null, decided.leverage],
        trading: [null, decided.trading],
      },
      facts: { offer: offer.id, name: offer.name, wished, because: decided.because, decision: decided.decisionId },
    });
    uow.emit({ name: 'trading/account.requested', data: { accountId: id, clientId: trader.id } });
    return { id, state: 'provisioning', leverage: decided.leverage };
  },
});

/** A person has removed the cause of a failure. */
export const retryCreation = command({
  name: 'trading.account.retry_creation',
  actors: ['staff'],
  input: WithReason,
  output: AccountRef,
  run: async (uow, { id, reason }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    await requireReach(uow, 'trading.account.retry_creation', account.clientId);
    if (account.state !== 'failed') throw new Refusal('conflict', 'account_not_failed');
    await updateAccount(uow, id, { state: 'provisioning', creation: 'wanted', creationTries: 0 });
    await closeWork(uow, id, 'retried', 'account_creation');
    uow.audit({
      object: { type: 'tradingAccount', id },
      client: account.clientId,
      changes: { state: ['failed', 'provisioning'] },
      reason,
    });
    uow.emit({ name: 'trading/account.requested', data: { accountId: id, clientId: account.clientId } });
    return { id };
  },
});

/** Shows the passwords once, to the client alone. They are never mailed and are forgotten here. */
export const revealCredentials = command({
  name: 'trading.account.reveal_credentials',
  actors: ['client'],
  secretOutput: true,
  auditRefusal: true,
  input: AccountRef,
  output: Credentials,
  run: async (uow, { id }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    if (account.clientId !== uow.actor.clientId) throw new Refusal('not_found', 'account_not_found');
    if (account.login === null) throw new Refusal('conflict', 'account_not_ready');
    if (!account.masterPassword || !account.investorPassword) throw new Refusal('conflict', 'password_already_shown');
    const [masterPassword, investorPassword] = await Promise.all([
      openText(uow, passwordPlace('master_password', id), account.masterPassword),
      openText(uow, passwordPlace('investor_password', id), account.investorPassword),
    ]);
    invariant(masterPassword !== null && investorPassword !== null, 'passwords cannot be read any more');
    await updateAccount(uow, id, { masterPassword: null, investorPassword: null, passwordShownAt: uow.now });
    uow.audit({ object: { type: 'tradingAccount', id }, client: account.clientId, facts: { shown: 'once' } });
    return { login: account.login, server: account.serverId ?? '', masterPassword, investorPassword };
  },
});
