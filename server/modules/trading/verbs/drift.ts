import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { termsFields, toleratedAt } from '../calc';
import { AccountRef, TolerateDrift, WithReason } from '../contract';
import { type AccountRow, lockAccount, updateAccount } from '../repository/accounts';
import { decideTerms, objectOf, requireLawful } from './terms';

const observedOf = (account: AccountRow): Readonly<Record<(typeof termsFields)[number], string | number | null>> => ({
  group: account.observedGroup,
  leverage: account.observedLeverage,
  trading: account.observedTrading,
});

async function drifting(uow: Uow, verb: string, id: Id<'tradingAccount'>): Promise<AccountRow> {
  const account = found(await lockAccount(uow, id), 'account_not_found');
  await requireReach(uow, verb, account.clientId);
  if (account.driftFields.length === 0) throw new Refusal('conflict', 'account_not_drifting');
  return account;
}

const noDrift = { driftSince: null, driftFields: [] };

/** What somebody set on the platform becomes an exception of ours. */
export const adoptDrift = command({
  name: 'trading.drift.adopt',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: WithReason,
  output: AccountRef,
  run: async (uow, { id, reason }) => {
    const account = await drifting(uow, 'trading.drift.adopt', id);
    const has = (field: string) => account.driftFields.includes(field);
    if (has('leverage')) await requireLawful(uow, account, account.observedLeverage);
    if (has('trading') && account.observedTrading === 'disabled')
      throw new Refusal('rejected', 'disable_by_exception', { field: 'trading' });
    const exception = {
      ...(has('leverage') ? { exceptionLeverage: account.observedLeverage } : {}),
      ...(has('trading') ? { exceptionTrading: account.observedTrading } : {}),
      ...(has('group') ? { exceptionGroup: account.observedGroup } : {}),
      exceptionReason: reason,
      exceptionBy: uow.actor.name,
      exceptionAt: uow.now,
    };
    await updateAccount(uow, id, { ...exception, ...noDrift });
    await closeWork(uow, id, 'adopted', 'terms_drift');
    uow.audit({
      object: objectOf(id),
      client: account.clientId,
      changes: { drift: [account.driftFields, []] },
      facts: observedOf(account),
      reason,
    });
    await decideTerms(uow, { ...account, ...exception, ...noDrift });
    return { id };
  },
});

/** What was decided is put back on the platform. */
export const revertDrift = command({
  name: 'trading.drift.revert',
  actors: ['staff'],
  input: WithReason,
  output: AccountRef,
  run: async (uow, { id, reason }) => {
    const account = await drifting(uow, 'trading.drift.revert', id);
    await updateAccount(uow, id, { ...noDrift, ...baseFromObserved(account, account.driftFields) });
    await closeWork(uow, id, 'reverted', 'terms_drift');
    uow.audit({
      object: objectOf(id),
      client: account.clientId,
      changes: { drift: [account.driftFields, []] },
      reason,
    });
    uow.emit({ name: 'trading/terms.decided', data: { accountId: id, clientId: account.clientId } });
    return { id };
  },
});

/** Taking what is there as the starting point makes the difference ours to apply. */
export function baseFromObserved(account: AccountRow, fields: readonly string[]): Partial<AccountRow> {
  return {
    ...(fields.includes('group') ? { baseGroup: account.observedGroup } : {}),
    ...(fields.includes('leverage') ? { baseLeverage: account.observedLeverage } : {}),
    ...(fields.includes('trading') ? { baseTrading: account.observedTrading } : {}),
  };
}

/** Known and left as it is, until it changes again or the day named is over. */
export const tolerateDrift = command({
  name: 'trading.drift.tolerate',
  actors: ['staff'],
  input: TolerateDrift,
  output: AccountRef,
  run: async (uow, { id, reason, until }) => {
    if (until && until <= uow.now) throw new Refusal('invalid', 'date_in_the_past', { field: 'until' });
    const account = await drifting(uow, 'trading.drift.tolerate', id);
    const observed = observedOf(account);
    const kept = termsFields.filter((field) => account.driftFields.includes(field));
    const toleratedDrift = {
      ...toleratedAt(account.toleratedDrift, uow.now),
      ...Object.fromEntries(kept.map((field) => [field, String(observed[field])])),
      ...(until ? { until: until.toISOString() } : {}),
    };
    await updateAccount(uow, id, { ...noDrift, toleratedDrift });
    await closeWork(uow, id, 'tolerated', 'terms_drift');
    uow.audit({
      object: objectOf(id),
      client: account.clientId,
      changes: { tolerated: [account.toleratedDrift, toleratedDrift] },
      reason,
    });
    return { id };
  },
});
