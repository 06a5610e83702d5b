import { auditSealStatus, auditTimeline, exportAuditTrail, listAudit, proveEntry } from './index';

export const auditRoutes = {
  entry: { list: listAudit, timeline: auditTimeline, prove: proveEntry },
  log: { status: auditSealStatus },
  trail: { export: exportAuditTrail },
};
