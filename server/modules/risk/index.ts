export { riskEvents } from './events';
export {
  assignBook,
  exposureSnapshot,
  listCrossings,
  listExposure,
  readBook,
  readResults,
  recordCrossings,
  setBand,
} from './service';
