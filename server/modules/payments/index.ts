import { registerPoint } from '@/server/modules/policy';
import { depositGate, depositGateRows, withdrawalRoute, withdrawalRouteRows } from './policy';

registerPoint(depositGate, depositGateRows);
registerPoint(withdrawalRoute, withdrawalRouteRows);

export { recordAttempt } from './attempts';
export { readDepositDetail } from './deposit-detail';
export { beginSendBack, decideDeposit } from './deposit-review';
export { beginDeposit } from './deposits';
export { acceptDispute, contestDispute } from './dispute-answer';
export { lookUpDispute, sendAnswer } from './dispute-effects';
export { listDisputes, readDispute } from './dispute-queries';
export { closeCollected, collectDisputeDebt, quietDisputeIds, writeOffDispute } from './dispute-verbs';
export { recordDispute } from './disputes';
export { applyPspEvent, lookUpAttempt, startDeposit } from './effects';
export { paymentsEvents } from './events';
export { addBankAccount, listInstruments, verifyInstrument } from './instruments';
export { legOrder } from './leg-returns';
export { recordLeg } from './legs';
export { sendBackDeposit, sendLeg } from './outgoing';
export type { PspEvent, PspPort } from './ports';
export { listDeposits, listWithdrawals, readWithdrawal, withdrawalTimeline } from './queries';
export { depositById } from './repository/orders';
export { withdrawalById, withdrawalsUnderWay } from './repository/withdrawals';
export { releaseWithdrawal } from './review';
export { openLegIds, settledLegIds, staleAttemptIds, stuckWithdrawalIds } from './sweep';
export { depositOrder, withdrawalOrder } from './trading-orders';
export { cancelWithdrawal, recordCollected, recordReturned, requestWithdrawal } from './withdrawals';
