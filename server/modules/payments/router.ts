import { decideDeposit } from './deposit-review';
import { startDeposit } from './effects';
import { addBankAccount, listInstruments, verifyInstrument } from './instruments';
import { listDeposits, listWithdrawals, readDeposit, readWithdrawal, withdrawalTimeline } from './queries';
import { refreshDeposit } from './refresh';
import { cancelWithdrawal, requestWithdrawal } from './withdrawals';

export const paymentsRoutes = {
  deposits: {
    list: listDeposits,
    read: readDeposit,
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
