import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { balanceOf, trading } from '@/server/modules/ledger';
import { toleratedAt } from './calc';
import {
  AccountDetail,
  AccountPage,
  AccountRef,
  ListAccounts,
  ListOperations,
  OperationPage,
  OperationView,
} from './contract';
import { DealPage, ListDeals, ListPositions, PositionList } from './deals-contract';
import { TradingMode } from './policy';
import {
  newestOperations,
  operationView,
  pageOfAccounts,
  pageOfOperations,
  toAccountRow,
  wideAccount,
} from './queries/accounts';
import { pageOfDeals, positionsIn } from './queries/deals';
import { duePendings, endedExceptions, liveAccountsAfter, staleCreations } from './repository/accounts';
import { platformConnections } from './repository/offers';
import { dueOperations } from './repository/operations';

const everyone = ['staff', 'client', 'apiKey', 'job'] as const;

export const listAccounts = query({
  name: 'trading.account.list',
  actors: everyone,
  input: ListAccounts,
  output: AccountPage,
  run: (read, input) => pageOfAccounts(read, 'trading.account.list', input),
});

export const readAccount = query({
  name: 'trading.account.read',
  actors: everyone,
  input: AccountRef,
  output: AccountDetail,
  run: async (read, { id }) => {
    const wide = await accountInReach(read, 'trading.account.read', id);
    const { account } = wide;
    const isClient = read.actor.kind === 'client';
    const owner = { client: account.clientId, entity: account.entityId };
    const [ledger, operations] = await Promise.all([
      account.login === null ? null : balanceOf(read, trading(owner, account.login, account.currency)),
      newestOperations(read, id),
    ]);
    const problem = account.creationProblem as { text?: string } | null; // written by record_creation
    return {
      ...toAccountRow(wide),
      connectionId: account.connectionId,
      serverId: account.serverId,
      because: isClient ? [] : [...account.desiredBecause],
      decisionId: isClient ? null : account.decisionId,
      exception:
        isClient || account.exceptionAt === null
          ? null
          : {
              leverage: account.exceptionLeverage,
              trading: account.exceptionTrading === null ? null : TradingMode.parse(account.exceptionTrading),
              group: account.exceptionGroup,
              reason: account.exceptionReason ?? '',
              by: account.exceptionBy ?? '',
              at: account.exceptionAt,
              until: account.exceptionUntil,
            },
      creationProblem: isClient ? null : (problem?.text ?? null),
      mayShowPassword: isClient && account.login !== null && account.masterPassword !== null,
      ledgerBalance: ledger?.posted ?? { minor: 0n, asset: account.currency },
      operations,
      tolerated: isClient ? {} : { ...toleratedAt(account.toleratedDrift, read.now) },
      toleratedUntil: isClient || !account.toleratedDrift.until ? null : new Date(account.toleratedDrift.until),
    };
  },
});

async function accountInReach(read: Read, verb: string, id: Id<'tradingAccount'>) {
  const wide = found(await wideAccount(read, id), 'account_not_found');
  if (read.actor.kind === 'client' && wide.account.clientId !== read.actor.clientId)
    throw new Refusal('not_found', 'account_not_found');
  await requireReach(read, verb, wide.account.clientId);
  return wide;
}

export const listOperations = query({
  name: 'trading.operation.list',
  actors: everyone,
  input: ListOperations,
  output: OperationPage,
  run: (read, input) => pageOfOperations(read, 'trading.operation.list', input),
});

export const readOperation = query({
  name: 'trading.operation.read',
  actors: everyone,
  input: z.object({ id: idSchema('balanceOperation') }),
  output: OperationView.extend({ cause: z.string() }),
  run: async (read, { id }) => {
    const row = found(await operationView(read, id), 'operation_not_found');
    await requireReach(read, 'trading.operation.read', row.clientId);
    return { ...row.view, cause: row.cause };
  },
});

export const listDeals = query({
  name: 'trading.deal.list',
  actors: everyone,
  input: ListDeals,
  output: DealPage,
  run: (read, input) => pageOfDeals(read, 'trading.deal.list', input),
});

export const listPositions = query({
  name: 'trading.position.list',
  actors: everyone,
  input: ListPositions,
  output: PositionList,
  run: (read, input) => positionsIn(read, 'trading.position.list', input),
});

const Due = z.object({
  operations: z.array(idSchema('balanceOperation')),
  creations: z.array(idSchema('tradingAccount')),
  terms: z.array(idSchema('tradingAccount')),
});

/** What a sweep has to pick up because its job died, or because its time has come. */
export const listDue = query({
  name: 'trading.account.list_due',
  actors: ['job'],
  input: z.object({}),
  output: Due,
  run: async (read) => {
    const before = new Date(read.now.getTime() - 60_000);
    const operations = await dueOperations(read, before);
    const creations = await staleCreations(read, before);
    const terms = [...(await duePendings(read, read.now)), ...(await endedExceptions(read, read.now))];
    return {
      operations: operations.map((row) => row.id),
      creations: creations.map((row) => row.id),
      terms: [...new Set(terms.map((row) => row.id))],
    };
  },
});

/** A walk over all accounts that are on a platform, for nightly looks. */
export const walkAccounts = query({
  name: 'trading.account.walk',
  actors: ['job'],
  input: z.object({
    after: idSchema('tradingAccount').nullish(),
    limit: z.number().int().min(1).max(500).default(200),
  }),
  output: z.object({
    rows: z.array(z.object({ id: idSchema('tradingAccount'), environment: z.string(), state: z.string() })),
    next: idSchema('tradingAccount').nullable(),
  }),
  run: async (read, { after, limit }) => {
    const rows = await liveAccountsAfter(read, after ?? null, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { rows, next: last?.id ?? null };
  },
});

export const listPlatforms = query({
  name: 'trading.platform.list',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: z.array(z.object({ id: idSchema('connection'), name: z.string(), vendor: z.string(), state: z.string() })),
  run: async (read) =>
    (await platformConnections(read)).map(({ id, name, vendor, state }) => ({ id, name, vendor, state })),
});
