import type { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { reachOf, requireReach } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import {
  AccountId,
  AccountPage,
  AccountView,
  ClientBalances,
  ClientMoney,
  ListAccounts,
  Statement,
  StatementPage,
  TransferSetId,
  TransferSetView,
  TrialBalance,
  TrialBalanceInput,
} from './contract';
import { accountById, moneyOf, pageOfAccounts, trialBalanceOf } from './queries/balances';
import { pageOfEntries, setById } from './queries/entries';

type Account = z.output<typeof AccountView>;

/** An account the actor may look at: a client his own, staff those of clients in reach, and the house's when they see all. */
async function accountInReach(read: Read, verb: string, id: Account['id']): Promise<Account> {
  const account = found(await accountById(read, id), 'ledger_account_not_found');
  if (account.clientId) await requireReach(read, verb, account.clientId);
  else requireWholeHouse(read, verb);
  return account;
}
function requireWholeHouse(read: Read, verb: string): void {
  if (read.actor.kind === 'client' || reachOf(read, verb) !== 'all')
    throw new Refusal('not_found', 'ledger_account_not_found');
}

/** What a client has: accounts with what is held and what is free, and the holds one by one. */
export const readClientMoney = query({
  name: 'ledger.client.read',
  actors: ['staff', 'client', 'apiKey', 'job'],
  input: ClientBalances,
  output: ClientMoney,
  run: async (read, { clientId }) => {
    await requireReach(read, 'ledger.client.read', clientId);
    return moneyOf(read, clientId);
  },
});

export const listAccounts = query({
  name: 'ledger.account.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ListAccounts,
  output: AccountPage,
  run: async (read, input) => {
    if (input.clientId) await requireReach(read, 'ledger.account.list', input.clientId);
    else requireWholeHouse(read, 'ledger.account.list');
    return pageOfAccounts(read, input);
  },
});

export const readAccount = query({
  name: 'ledger.account.read',
  actors: ['staff', 'client', 'apiKey', 'job'],
  input: AccountId,
  output: AccountView,
  run: (read, { accountId }) => accountInReach(read, 'ledger.account.read', accountId),
});

export const readStatement = query({
  name: 'ledger.account.statement',
  actors: ['staff', 'client', 'apiKey', 'job'],
  input: Statement,
  output: StatementPage,
  run: async (read, input) => {
    const account = await accountInReach(read, 'ledger.account.statement', input.accountId);
    const page = await pageOfEntries(read, account, input);
    if (read.actor.kind !== 'client') return page;
    // Which PSP or bank stands on the other side, and what staff remarked, is the house's business.
    return { ...page, rows: page.rows.map((row) => ({ ...row, memo: null, counter: shownToClient(row.counter) })) };
  },
});

const shownToClient = (counter: string): string =>
  counter.startsWith('trading:') ? counter : (counter.split(':')[0] ?? '');

export const readTransferSet = query({
  name: 'ledger.set.read',
  actors: ['staff', 'apiKey', 'job'],
  input: TransferSetId,
  output: TransferSetView,
  run: async (read, { setId }) => {
    const set = found(await setById(read, setId), 'transfer_set_not_found');
    if (set.clientId) await requireReach(read, 'ledger.set.read', set.clientId);
    else requireWholeHouse(read, 'ledger.set.read');
    return set;
  },
});

export const readTrialBalance = query({
  name: 'ledger.trial_balance.read',
  actors: ['staff', 'apiKey', 'job'],
  input: TrialBalanceInput,
  output: TrialBalance,
  run: async (read, input) => {
    requireWholeHouse(read, 'ledger.trial_balance.read');
    return trialBalanceOf(read, input);
  },
});
