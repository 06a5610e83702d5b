export { consult, decide } from './decide';
export { points, registerPoint } from './points';
export { listPoints, pointTables, publishTable, saveDraft, simulateDraft } from './service';
