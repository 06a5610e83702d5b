import { auditSealStatus, auditTimeline, exportAuditTrail, listAudit, proveEntry, recordExport } from './index';

export const auditRoutes = {
  entry: { list: listAudit, timeline: auditTimeline, prove: proveEntry },
  log: { status: auditSealStatus },
  trail: { export: exportAuditTrail },
  export: { record: recordExport },
};
