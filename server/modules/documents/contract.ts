import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';
import { documentStates } from './state';

/** Phones make pictures of up to 8 MB; scans of statements rarely pass 5. */
export const documentBytesMax = 10 * 1024 * 1024;

export const documentKinds = [
  'passport',
  'id_card',
  'driving_licence',
  'residence_permit',
  'selfie',
  'proof_of_address',
  'bank_statement',
  'source_of_funds',
  'source_of_wealth',
  'tax_form',
  'company_extract',
  'authorisation',
  'complaint',
  /** Sent with a message to support. */
  'attachment',
  'other',
] as const;
export const DocumentKind = z.enum(documentKinds);
export type DocumentKind = z.output<typeof DocumentKind>;

const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'as 2027-03-04');
const Reason = z.string().trim().min(4).max(500);

export const DocumentMeta = z.object({
  clientId: idSchema('client'),
  kind: DocumentKind,
  side: z.enum(['front', 'back']).nullish(),
  /** Issuing country, ISO alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullish(),
  fileName: z.string().trim().min(1).max(200),
  issuedOn: LocalDate.nullish(),
  expiresOn: LocalDate.nullish(),
});
export const UploadDocument = DocumentMeta.extend({
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, 'must not be empty'),
});
export type UploadDocument = z.input<typeof UploadDocument>;

export const DocumentId = z.object({ id: idSchema('document') });
export const DocumentView = z.object({
  id: idSchema('document'),
  clientId: idSchema('client'),
  kind: DocumentKind,
  side: z.enum(['front', 'back']).nullable(),
  country: z.string().nullable(),
  fileName: sensitive('document', z.string()),
  contentType: z.string(),
  byteLength: z.number().int(),
  state: z.enum(documentStates),
  stateReason: z.string().nullable(),
  issuedOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
  supersededBy: idSchema('document').nullable(),
  uploadedBy: z.string(),
  uploadedAt: z.date(),
  decidedAt: z.date().nullable(),
});
export type DocumentView = z.output<typeof DocumentView>;

export const ListDocuments = z.object({ clientId: idSchema('client') });
export const AcceptDocument = DocumentId.extend({ expiresOn: LocalDate.nullish() });
export const RejectDocument = DocumentId.extend({ reason: Reason });
export const ListViews = z.object({ id: idSchema('document') });
export const ViewEntry = z.object({
  viewer: z.string(),
  kind: z.string(),
  ip: sensitive('address_of_access', z.string().nullable()),
  at: z.date(),
});
