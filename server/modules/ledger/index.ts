import * as recipes from './recipes';

export type { AccountRef, HouseKind, Owner, PspBook } from './accounts';
export { addressOf, bank, debt, house, inTransit, psp, suspense, trading, wallet } from './accounts';
export { requireNoDebt } from './debts';
export { ledgerEvents } from './events';
export type { Posted } from './post';
export { post, transfersMax } from './post';
export { accountsOf, balanceOf, moneyOf, trialBalanceOf } from './queries/balances';
export { setsOfThread } from './queries/entries';
export type { LedgerVerdict } from './queries/verify';
export { rollUpHouse, verifyLedger } from './queries/verify';
export type { Legs, Placement, Pocket, PostingSet, TradingResult, Transfer, Via } from './recipes';
export {
  listAccounts,
  readAccount,
  readClientMoney,
  readStatement,
  readTransferSet,
  readTrialBalance,
} from './service';
export { recipes };
