import { registerPoint } from '@/server/modules/policy';
import { depositGate, depositGateRows, withdrawalRoute, withdrawalRouteRows } from './policy';

registerPoint(depositGate, depositGateRows);
registerPoint(withdrawalRoute, withdrawalRouteRows);

export { recordAttempt } from './attempts';
export { beginSendBack, decideDeposit } from './deposit-review';
export { beginDeposit } from './deposits';
export { applyPspEvent, lookUpAttempt, sendBackDeposit, sendLeg, startDeposit } from './effects';
export { paymentsEvents } from './events';
export { addBankAccount, listInstruments, verifyInstrument } from './instruments';
export { recordLeg } from './legs';
export type { PspEvent, PspPort } from './ports';
export { listDeposits, listWithdrawals, readWithdrawal, withdrawalTimeline } from './queries';
export { releaseWithdrawal } from './review';
export { openLegIds, staleAttemptIds } from './sweep';
export { depositOrder, withdrawalOrder } from './trading-orders';
export { cancelWithdrawal, recordCollected, recordReturned, requestWithdrawal } from './withdrawals';
