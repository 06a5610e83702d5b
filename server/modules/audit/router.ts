import { auditSealStatus, auditTimeline, exportAuditTrail, listAudit, proveEntry, readTrailPage } from './index';

export const auditRoutes = {
  entry: { list: listAudit, timeline: auditTimeline, prove: proveEntry },
  log: { status: auditSealStatus },
  trail: { export: exportAuditTrail, page: readTrailPage },
};
