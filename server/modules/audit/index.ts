export type { SignerKey, VerifierKey } from './checkpoint';
export { AuditEntryView } from './contract';
export type { AuditRow } from './entry';
export { recordExport } from './exports';
export { markPublished, newestCheckpoint } from './repository/log';
export { checkpointNow, logSigner, originOf, sealTenant } from './seal';
export { auditSealStatus, auditTimeline, exportAuditTrail, listAudit, proveEntry, timelineOf } from './service';
export { verifyTrail } from './trail';
export { sealWaitMaxSeconds, verifyLog } from './verify';
