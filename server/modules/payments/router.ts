// Through the door, because it registers the policy points these verbs ask.
import {
  addBankAccount,
  cancelWithdrawal,
  decideDeposit,
  listDeposits,
  listInstruments,
  listWithdrawals,
  readWithdrawal,
  requestWithdrawal,
  startDeposit,
  verifyInstrument,
  withdrawalTimeline,
} from './index';
import { readDepositDetail } from './deposit-detail';
import { readDeposit } from './queries';
import { refreshDeposit } from './refresh';

export const paymentsRoutes = {
  deposits: {
    list: listDeposits,
    read: readDeposit,
    detail: readDepositDetail,
    start: startDeposit,
    refresh: refreshDeposit,
    decide: decideDeposit,
  },
  instruments: { list: listInstruments, addBank: addBankAccount, verify: verifyInstrument },
  withdrawals: {
    list: listWithdrawals,
    read: readWithdrawal,
    timeline: withdrawalTimeline,
    request: requestWithdrawal,
    cancel: cancelWithdrawal,
  },
};
