import { explainBreak, listBreaks, listRuns, startRun } from './index';

export const reconciliationRoutes = {
  runs: { start: startRun, list: listRuns },
  breaks: { list: listBreaks, explain: explainBreak },
};
