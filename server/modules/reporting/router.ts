import * as reporting from './index';

export const reportingRoutes = {
  leaks: { board: reporting.leakBoard, rows: reporting.listPassages },
  mail: { read: reporting.readMail, schedule: reporting.scheduleMail, stop: reporting.stopMail },
  insight: {
    overview: reporting.readOverview,
    funnel: reporting.readFunnel,
    flows: reporting.readFlows,
    cohorts: reporting.readCohorts,
    staff: reporting.readStaffLoad,
    rows: reporting.listEvents,
    traders: reporting.listTraders,
  },
};
