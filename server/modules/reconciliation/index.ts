export { compareAccount } from './compare';
export { reconciliationEvents } from './events';
export { explainBreak, finishRun, listBreaks, listRuns, startRun } from './service';
