// Through the door, because it registers the policy points these verbs ask.

import { readDepositDetail } from './deposit-detail';
import {
  acceptDispute,
  addBankAccount,
  cancelWithdrawal,
  collectDisputeDebt,
  contestDispute,
  decideDeposit,
  findInstruments,
  listDeposits,
  listDisputes,
  listInstruments,
  listWithdrawals,
  readDispute,
  readWithdrawal,
  requestWithdrawal,
  startDeposit,
  verifyInstrument,
  withdrawalTimeline,
  writeOffDispute,
} from './index';
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
  disputes: {
    list: listDisputes,
    read: readDispute,
    contest: contestDispute,
    accept: acceptDispute,
    collect: collectDisputeDebt,
    writeOff: writeOffDispute,
  },
  instruments: { list: listInstruments, find: findInstruments, addBank: addBankAccount, verify: verifyInstrument },
  withdrawals: {
    list: listWithdrawals,
    read: readWithdrawal,
    timeline: withdrawalTimeline,
    request: requestWithdrawal,
    cancel: cancelWithdrawal,
  },
};
