export { decideDocument } from './decide';
export { type DocumentFile, documentFiles, readDocument, uploadDocument } from './effects';
export { documentsEvents } from './events';
export type { DocumentRow } from './repository';
export { documentsOf, findDocument } from './repository';
export {
  acceptDocument,
  beginUpload,
  expireDocument,
  listDocuments,
  listDueDocuments,
  listViews,
  recordUpload,
  rejectDocument,
  viewDocument,
} from './service';
export { documentLife } from './state';
