import { decideDeposit } from './deposit-review';
import { addBankAccount, listInstruments, verifyInstrument } from './instruments';
import { listDeposits, listWithdrawals, readWithdrawal, withdrawalTimeline } from './queries';
import { cancelWithdrawal, requestWithdrawal } from './withdrawals';

export const paymentsRoutes = {
  deposits: { list: listDeposits, decide: decideDeposit },
  instruments: { list: listInstruments, addBank: addBankAccount, verify: verifyInstrument },
  withdrawals: {
    list: listWithdrawals,
    read: readWithdrawal,
    timeline: withdrawalTimeline,
    request: requestWithdrawal,
    cancel: cancelWithdrawal,
  },
};
