import { z } from 'zod';
import { found, invariant } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { isProvenAbsent, nextLook } from '../calc';
import { traderOf } from '../client-facts';
import { AccountRef } from '../contract';
import { reachedDemo } from '../milestones';
import { passwordPlace } from '../password-place';
import { type AccountRow, lockAccount, updateAccount } from '../repository/accounts';
import { platformConnection } from '../repository/offers';
import { timingOf } from '../timing';
import { fundDemo } from './operations';

export const CreationIntent = z.object({
  accountId: idSchema('tradingAccount'),
  connectionId: idSchema('connection'),
  mode: z.enum(['create', 'look_up']),
  opId: z.string(),
  reservedLogin: z.string().nullable(),
  group: z.string(),
  leverage: z.number().int(),
  name: z.string(),
  email: z.string().nullable(),
  country: z.string().nullable(),
  masterPassword: z.string(),
  investorPassword: z.string(),
});
export type CreationIntent = z.output<typeof CreationIntent>;

/** Writes down that the platform is about to be asked. What was asked before and not answered is only looked up. */
export const beginCreation = command({
  name: 'trading.account.begin_creation',
  actors: ['job'],
  secretOutput: true,
  input: AccountRef,
  output: CreationIntent.nullable(),
  run: async (uow, { id }) => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    if (account.state !== 'provisioning' || !['wanted', 'sent', 'unknown'].includes(account.creation)) {
      uow.audit({
        object: { type: 'tradingAccount', id },
        client: account.clientId,
        facts: { skipped: account.creation },
      });
      return null;
    }
    const trader = await traderOf(uow, account.clientId);
    const mode = account.creation === 'wanted' ? ('create' as const) : ('look_up' as const);
    if (mode === 'create')
      await updateAccount(uow, id, {
        creation: 'sent',
        creationSentAt: uow.now,
        creationLookups: 0,
        creationTries: account.creationTries + 1,
      });
    uow.audit({
      object: { type: 'tradingAccount', id },
      client: account.clientId,
      facts: { mode, try: account.creationTries + (mode === 'create' ? 1 : 0), operation: account.opId },
    });
    const opened = await Promise.all([
      openText(uow, passwordPlace('master_password', id), account.masterPassword ?? ''),
      openText(uow, passwordPlace('investor_password', id), account.investorPassword ?? ''),
    ]);
    invariant(opened[0] !== null && opened[1] !== null, 'passwords of an account that is being made were destroyed');
    return {
      accountId: id,
      connectionId: account.connectionId,
      mode,
      opId: account.opId,
      reservedLogin: account.reservedLogin,
      group: account.desiredGroup,
      leverage: account.desiredLeverage,
      name: trader.legalName,
      email: trader.email,
      country: trader.country,
      masterPassword: opened[0],
      investorPassword: opened[1],
    };
  },
});

export const CreationOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('created'), login: z.string(), serverId: z.string() }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unknown'), code: z.string(), text: z.string() }),
  z.object({ kind: z.literal('refused'), code: z.string(), text: z.string(), retryable: z.boolean() }),
]);
export type CreationOutcome = z.output<typeof CreationOutcome>;

const creationTriesMax = 8;
const unknownForMs = 300_000;

type Recorded = { creation: string; waitMs: number | null };

/** What became of the creation, and when to look or try again. */
export const recordCreation = command({
  name: 'trading.account.record_creation',
  actors: ['job'],
  input: AccountRef.extend({ outcome: CreationOutcome }),
  output: z.object({ creation: z.string(), waitMs: z.number().int().nullable() }),
  run: async (uow, { id, outcome }): Promise<Recorded> => {
    const account = found(await lockAccount(uow, id), 'account_not_found');
    if (account.creation === 'done')
      return trace(uow, account, { creation: 'done', waitMs: null }, { late: outcome.kind });
    switch (outcome.kind) {
      case 'created':
        return recordCreated(uow, account, outcome);
      case 'refused':
        return recordRefused(uow, account, outcome);
      case 'absent':
      case 'unknown':
        return recordUnclear(uow, account, outcome);
    }
  },
});

function trace(uow: Uow, account: AccountRow, recorded: Recorded, facts: Record<string, unknown>): Recorded {
  uow.audit({
    object: { type: 'tradingAccount', id: account.id },
    client: account.clientId,
    changes: { creation: [account.creation, recorded.creation] },
    facts,
  });
  return recorded;
}

const dataOf = ({ id, clientId }: AccountRow) => ({ accountId: id, clientId });

async function recordCreated(
  uow: Uow,
  account: AccountRow,
  { login, serverId }: Extract<CreationOutcome, { kind: 'created' }>,
): Promise<Recorded> {
  await updateAccount(uow, account.id, {
    state: account.desiredTrading === 'close_only' ? 'close_only' : 'active',
    creation: 'done',
    creationProblem: null,
    login,
    serverId,
    openedAt: uow.now,
    baseGroup: account.desiredGroup,
    baseLeverage: account.desiredLeverage,
    // Every platform makes an account that may trade; a restriction is the first thing to apply.
    baseTrading: 'full',
  });
  await closeWork(uow, account.id, 'created', 'account_creation');
  uow.emit({ name: 'trading/account.opened', data: dataOf(account) });
  uow.emit({ name: 'trading/terms.decided', data: dataOf(account) });
  if (account.environment === 'demo') {
    await reachedDemo(uow, account.clientId);
    await fundDemo(uow, account);
  }
  return trace(uow, account, { creation: 'done', waitMs: null }, { login, server: serverId });
}

async function recordRefused(
  uow: Uow,
  account: AccountRow,
  { code, text, retryable }: Extract<CreationOutcome, { kind: 'refused' }>,
): Promise<Recorded> {
  const again = retryable && account.creationTries < creationTriesMax;
  await updateAccount(uow, account.id, {
    creation: again ? 'wanted' : 'failed',
    state: again ? 'provisioning' : 'failed',
    creationProblem: { code, text },
  });
  if (!again) {
    await raiseCreationWork(uow, account, `The platform refused a new account: ${text}`);
    uow.emit({ name: 'trading/account.failed', data: dataOf(account) });
  }
  const waitMs = again ? Math.min(60_000, 1_000 * 2 ** account.creationTries) : null;
  return trace(uow, account, { creation: again ? 'wanted' : 'failed', waitMs }, { code, text, retryable });
}

async function recordUnclear(
  uow: Uow,
  account: AccountRow,
  outcome: Extract<CreationOutcome, { kind: 'absent' | 'unknown' }>,
): Promise<Recorded> {
  const { config } = found(await platformConnection(uow, account.connectionId), 'connection_not_found');
  const timing = timingOf(config);
  const absences = account.creationLookups + (outcome.kind === 'absent' ? 1 : 0);
  const sentAt = account.creationSentAt ?? uow.now;
  // A login of our own makes a repeat harmless; otherwise only proven absence allows another try.
  const mayRepeat = account.reservedLogin !== null || isProvenAbsent(absences, sentAt, uow.now, timing);
  const creation = outcome.kind === 'absent' && mayRepeat ? 'wanted' : 'unknown';
  await updateAccount(uow, account.id, {
    creation,
    creationLookups: absences,
    ...(outcome.kind === 'unknown' ? { creationProblem: { code: outcome.code, text: outcome.text } } : {}),
  });
  if (uow.now.getTime() - sentAt.getTime() > unknownForMs)
    await raiseCreationWork(uow, account, 'It is not known whether an account was made');
  const waitMs = creation === 'wanted' ? 0 : nextLook(absences, timing, uow.now).getTime() - uow.now.getTime();
  return trace(uow, account, { creation, waitMs }, { ...outcome, absences });
}

const raiseCreationWork = (uow: Uow, { id, clientId }: AccountRow, title: string) =>
  raiseWork(uow, {
    kind: 'account_creation',
    object: { type: 'tradingAccount', id },
    title,
    team: 'dealing',
    client: clientId,
    priority: 1,
  });
