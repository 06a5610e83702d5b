import { acceptDocument, listDocuments, listViews, rejectDocument } from './service';

/** Bytes come and go by routes of their own: `uploadDocument` and `readDocument`. */
export const documentsRoutes = {
  list: listDocuments,
  views: listViews,
  accept: acceptDocument,
  reject: rejectDocument,
};
