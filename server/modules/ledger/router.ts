import {
  listAccounts,
  readAccount,
  readClientMoney,
  readStatement,
  readTransferSet,
  readTrialBalance,
} from './service';

export const ledgerRoutes = {
  ofClient: readClientMoney,
  accounts: listAccounts,
  account: readAccount,
  statement: readStatement,
  set: readTransferSet,
  trialBalance: readTrialBalance,
};
