import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { decide } from '@/server/modules/policy';
import { differencesOf, isLooser, type Terms, toleratedAt } from '../calc';
import { traderOf } from '../client-facts';
import { AccountRef } from '../contract';
import { lawfulMax } from '../decide-terms';
import { driftHandling, TradingMode } from '../policy';
import { type AccountRow, accountById, lockAccount, updateAccount } from '../repository/accounts';
import { offerById } from '../repository/offers';
import { baseFromObserved } from './drift';

const TermsSchema = z.object({ group: z.string(), leverage: z.number().int(), trading: TradingMode });

export const Convergence = z.object({
  accountId: idSchema('tradingAccount'),
  connectionId: idSchema('connection'),
  platform: z.enum(['mt5', 'mt4', 'ctrader', 'matchtrader']),
  serverId: z.string(),
  login: z.string(),
  desired: TermsSchema,
  base: TermsSchema.partial(),
  tolerated: z.record(z.string(), z.string()),
});
export type Convergence = z.output<typeof Convergence>;

const modeOf = (text: string | null) => (text === null ? undefined : TradingMode.parse(text));

export function desiredOf(account: AccountRow): Terms {
  const { desiredGroup: group, desiredLeverage: leverage, desiredTrading } = account;
  return { group, leverage, trading: TradingMode.parse(desiredTrading) };
}

function baseOf({ baseGroup, baseLeverage, baseTrading }: AccountRow): Partial<Terms> {
  const trading = modeOf(baseTrading);
  return {
    ...(baseGroup === null ? {} : { group: baseGroup }),
    ...(baseLeverage === null ? {} : { leverage: baseLeverage }),
    ...(trading === undefined ? {} : { trading }),
  };
}

/** What the platform should show; null for accounts that are not on one. */
export const readConvergence = query({
  name: 'trading.account.read_convergence',
  actors: ['job'],
  input: AccountRef,
  output: Convergence.nullable(),
  run: async (read, { id }) => {
    const account = found(await accountById(read, id), 'account_not_found');
    const { login, serverId } = account;
    if (login === null || serverId === null || account.state === 'archived') return null;
    return {
      accountId: id,
      connectionId: account.connectionId,
      platform: Convergence.shape.platform.parse(account.platform),
      serverId,
      login,
      desired: desiredOf(account),
      base: baseOf(account),
      tolerated: { ...toleratedAt(account.toleratedDrift, read.now) },
    };
  },
});

export const Seen = TermsSchema.extend({ platformGroup: z.string(), loginEnabled: z.boolean() });
export type Seen = z.output<typeof Seen>;
const Problem = z.object({ field: z.string(), code: z.string(), text: z.string() });

export const Observation = z.object({
  id: idSchema('tradingAccount'),
  /** Null: the platform has no such account. */
  before: Seen.nullable(),
  after: Seen.nullable(),
  applied: z.array(z.string()),
  problems: z.array(Problem),
  openPositions: z.number().int(),
});

const isSame = (account: AccountRow, seen: Seen): boolean =>
  account.observedGroup === seen.group &&
  account.observedLeverage === seen.leverage &&
  account.observedTrading === seen.trading &&
  account.observedPlatformGroup === seen.platformGroup &&
  account.observedLoginEnabled === seen.loginEnabled;

/** What the platform showed before and after we changed it. Drift becomes work for the dealing desk. */
export const recordObserved = command({
  name: 'trading.account.record_observed',
  actors: ['job'],
  input: Observation,
  output: z.object({ inLine: z.boolean(), drift: z.array(z.string()) }),
  run: async (uow, { id, before, after, applied, problems, openPositions }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    const object = { type: 'tradingAccount', id };
    if (after === null) {
      await raiseTermsWork(uow, account, 'terms_drift', `${account.platform} has no account ${account.login}`, 0);
      uow.audit({ object, client: account.clientId, facts: { seen: 'absent' } });
      return { inLine: false, drift: [] };
    }
    const desired = desiredOf(account);
    const base: Partial<Terms> = {
      ...baseOf(account),
      ...Object.fromEntries(applied.map((field) => [field, after[field as keyof Terms]])),
    };
    const { drift } = differencesOf(desired, base, after, toleratedAt(account.toleratedDrift, uow.now));
    await updateAccount(uow, id, {
      observedGroup: after.group,
      observedPlatformGroup: after.platformGroup,
      observedLeverage: after.leverage,
      observedTrading: after.trading,
      observedLoginEnabled: after.loginEnabled,
      observedAt: uow.now,
      baseGroup: after.group === desired.group ? after.group : (base.group ?? null),
      baseLeverage: after.leverage === desired.leverage ? after.leverage : (base.leverage ?? null),
      baseTrading: after.trading === desired.trading ? after.trading : (base.trading ?? null),
      toleratedDrift: stillTolerated(account, uow.now),
      driftFields: [...drift],
      driftSince: drift.length > 0 ? (account.driftSince ?? uow.now) : null,
    });
    uow.audit({
      object,
      client: account.clientId,
      changes: {
        group: [account.observedGroup, after.group],
        leverage: [account.observedLeverage, after.leverage],
        trading: [account.observedTrading, after.trading],
        ...(drift.length > 0 || account.driftFields.length > 0 ? { drift: [account.driftFields, drift] } : {}),
      },
      facts: { decided: desired, before, after, applied, problems },
    });
    if (applied.length > 0)
      uow.emit({ name: 'trading/terms.applied', data: { accountId: id, clientId: account.clientId } });
    await followUp(uow, account, after, drift, problems, openPositions);
    return { inLine: drift.length === 0 && problems.length === 0, drift: [...drift] };
  },
});

/** What has ended is forgotten, so that its end is written down once. */
const stillTolerated = ({ toleratedDrift }: AccountRow, now: Date): AccountRow['toleratedDrift'] =>
  Object.keys(toleratedAt(toleratedDrift, now)).length > 0 ? toleratedDrift : {};

type Problems = readonly z.output<typeof Problem>[];

async function followUp(
  uow: Uow,
  account: AccountRow,
  after: Seen,
  drift: readonly (keyof Terms)[],
  problems: Problems,
  openPositions: number,
): Promise<void> {
  if (problems.length > 0) {
    const words = problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
    await raiseTermsWork(uow, account, 'terms_refused', `${account.login} does not take its terms. ${words}`, 1);
  } else await closeWork(uow, account.id, 'applied', 'terms_refused');
  if (drift.length === 0) {
    if (account.driftFields.length > 0) await closeWork(uow, account.id, 'in_line', 'terms_drift');
    return;
  }
  if (drift.every((field) => account.driftFields.includes(field))) return;
  await handleDrift(uow, account, after, drift, openPositions);
}

async function handleDrift(
  uow: Uow,
  account: AccountRow,
  after: Seen,
  drift: readonly (keyof Terms)[],
  openPositions: number,
): Promise<void> {
  const desired = desiredOf(account);
  const { offer } = found(await offerById(uow, account.offerId), 'offer_not_found');
  const trader = await traderOf(uow, account.clientId);
  const isBeyondLaw =
    drift.includes('leverage') && after.leverage > lawfulMax({ trader, offer, openPositions }, uow.now);
  const { outcome } = await decide(
    uow,
    driftHandling,
    {
      environment: account.environment === 'demo' ? 'demo' : 'live',
      fields: [...drift],
      isLooser: isLooser(desired, after),
      isBeyondLaw,
      openPositions: BigInt(openPositions),
    },
    { objectId: account.id, client: account.clientId },
  );
  const data = { accountId: account.id, clientId: account.clientId };
  if (outcome === 'revert') {
    const seen = {
      ...account,
      observedGroup: after.group,
      observedLeverage: after.leverage,
      observedTrading: after.trading,
    };
    await updateAccount(uow, account.id, { driftFields: [], driftSince: null, ...baseFromObserved(seen, drift) });
    uow.emit({ name: 'trading/terms.decided', data });
    return;
  }
  const words = drift.map((field) => `${field} ${after[field]} on the platform, ${desired[field]} decided`).join('; ');
  await raiseTermsWork(uow, account, 'terms_drift', `${account.login}: ${words}`, isBeyondLaw ? 0 : 1);
  uow.emit({ name: 'trading/account.drifted', data });
}

const raiseTermsWork = (
  uow: Uow,
  account: AccountRow,
  kind: string,
  title: string,
  priority: 0 | 1,
): Promise<Id<'workItem'>> =>
  raiseWork(uow, {
    kind,
    object: { type: 'tradingAccount', id: account.id },
    title: title.slice(0, 300),
    team: 'dealing',
    client: account.clientId,
    priority,
  });

/** Is there anything to write down? Nightly looks at accounts in line leave no trace of themselves. */
export const needsRecording = query({
  name: 'trading.account.needs_recording',
  actors: ['job'],
  input: AccountRef.extend({ after: Seen }),
  output: z.boolean(),
  run: async (read, { id, after }) => {
    const account = found(await accountById(read, id), 'account_not_found');
    const stillTolerated = Object.keys(toleratedAt(account.toleratedDrift, read.now)).length > 0;
    const hasEnded = Object.keys(account.toleratedDrift).length > 0 && !stillTolerated;
    return !isSame(account, after) || account.driftFields.length > 0 || hasEnded;
  },
});
