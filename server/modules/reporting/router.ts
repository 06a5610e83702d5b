import * as reporting from './index';

export const reportingRoutes = {
  leaks: { board: reporting.leakBoard, rows: reporting.listPassages },
};
