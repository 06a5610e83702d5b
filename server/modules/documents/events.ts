import { z } from 'zod';

const ofDocument = z.object({ documentId: z.string(), clientId: z.string() });

export const documentsEvents = {
  'documents/document.received': ofDocument,
  'documents/document.accepted': ofDocument,
  'documents/document.rejected': ofDocument,
  'documents/document.expired': ofDocument,
} as const;
