import { z } from 'zod';
import { type RequestKind, Wanted, wantedOf } from '@/server/modules/support/request-contract';

/** Every field any kind has; a form shows those of its kind. */
const names = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'country',
  'addressLine',
  'city',
  'region',
  'postcode',
  'right',
  'why',
] as const;
export type FieldName = (typeof names)[number];
type Entry = Record<FieldName, string>;

export const fieldsOf: Record<RequestKind, readonly FieldName[]> = {
  change_email: ['email'],
  change_phone: ['phone'],
  change_name: ['firstName', 'lastName', 'why'],
  change_address: ['addressLine', 'postcode', 'city', 'region'],
  change_country: ['country', 'addressLine', 'postcode', 'city', 'region'],
  reset_2fa: ['why'],
  unlock: ['why'],
  resend_verification: [],
  close_account: ['why'],
  data_subject: ['right', 'why'],
};
export const optionalFields: ReadonlySet<FieldName> = new Set(['region', 'postcode', 'why']);

/** The paper that proves it, as the reviewer will look for it. */
export const paperOf: Partial<Record<RequestKind, string>> = {
  change_name: 'id_card',
  change_address: 'proof_of_address',
  change_country: 'proof_of_address',
  reset_2fa: 'selfie',
};

export const blank = Object.fromEntries(names.map((name) => [name, ''])) as Entry; // one for each name

const filled = (kind: RequestKind, entry: Entry) =>
  Object.fromEntries(fieldsOf[kind].flatMap((name) => (entry[name].trim() ? [[name, entry[name]]] : [])));

/** The verb's own contract checks the fields of this kind; what is empty was not said. */
export function schemaOf(kind: RequestKind) {
  const all = Object.fromEntries(names.map((name) => [name, z.string()])) as Record<FieldName, z.ZodString>; // as above
  return z.object(all).superRefine((entry, ctx) => {
    const read = wantedOf[kind].safeParse(filled(kind, entry));
    for (const { path, message } of read.error?.issues ?? []) ctx.addIssue({ code: 'custom', path, message });
  });
}

export const wantedFrom = (kind: RequestKind, entry: Entry): Wanted =>
  Wanted.parse({ kind, wanted: filled(kind, entry) });
