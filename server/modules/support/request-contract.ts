import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';

export const requestKinds = [
  'change_email',
  'change_phone',
  'change_name',
  'change_address',
  'change_country',
  'reset_2fa',
  'unlock',
  'resend_verification',
  'close_account',
  'data_subject',
] as const;
export type RequestKind = (typeof requestKinds)[number];
export const requestStateNames = ['open', 'done', 'refused', 'withdrawn'] as const;
export const dataRights = ['access', 'erasure', 'rectification'] as const;

const Text = z.string().trim().min(1).max(200);
const Country = z.string().regex(/^[A-Z]{2}$/, 'a two-letter country code');
const Address = z.object({
  addressLine: Text,
  city: Text,
  region: z.string().trim().max(200).nullish(),
  postcode: z.string().trim().max(20).nullish(),
});
const Why = z.string().trim().max(1_000).nullish();

/** What is wanted, each kind with its own fields; portal and desk show the form of the kind. */
export const wantedOf = {
  change_email: z.object({ email: z.string().trim().toLowerCase().max(254).pipe(z.email()) }),
  change_phone: z.object({
    phone: z
      .string()
      .trim()
      .regex(/^\+[0-9 ()-]{6,24}$/, 'with country code, as +49 …'),
  }),
  change_name: z.object({ firstName: Text.max(80), lastName: Text.max(80), why: Why }),
  change_address: Address,
  change_country: Address.extend({ country: Country }),
  reset_2fa: z.object({ why: Why }),
  unlock: z.object({ why: Why }),
  resend_verification: z.object({}),
  close_account: z.object({ why: Why }),
  data_subject: z.object({ right: z.enum(dataRights), why: Why }),
} as const satisfies Record<RequestKind, z.ZodType>;

const kind = <K extends RequestKind>(name: K) => z.object({ kind: z.literal(name), wanted: wantedOf[name] });
export const Wanted = z.discriminatedUnion('kind', [
  kind('change_email'),
  kind('change_phone'),
  kind('change_name'),
  kind('change_address'),
  kind('change_country'),
  kind('reset_2fa'),
  kind('unlock'),
  kind('resend_verification'),
  kind('close_account'),
  kind('data_subject'),
]);
export type Wanted = z.output<typeof Wanted>;

const Reason = z.string().trim().min(4, 'at least four characters').max(500);
export const OpenRequest = z.intersection(
  Wanted,
  z.object({
    /** For a caller, by a colleague who has checked him; a client asks for himself. */
    clientId: idSchema('client').nullish(),
    documentIds: z.array(idSchema('document')).max(5).default([]),
  }),
);
export const RequestId = z.object({ id: idSchema('request') });
export const Opened = RequestId.extend({ state: z.enum(requestStateNames) });
export const ApplyRequest = RequestId.extend({ reason: Reason });
export const RefuseRequest = RequestId.extend({ reason: Reason, noteToClient: z.string().trim().min(4).max(1_000) });
export const ExtendRequest = RequestId.extend({ reason: Reason });

export const ListRequests = PageInput.extend({
  clientId: idSchema('client').nullish(),
  states: z.array(z.enum(requestStateNames)).max(4).nullish(),
  kinds: z.array(z.enum(requestKinds)).max(requestKinds.length).nullish(),
});
export const RequestRow = z.object({
  id: idSchema('request'),
  clientId: idSchema('client'),
  clientName: z.string(),
  kind: z.enum(requestKinds),
  state: z.enum(requestStateNames),
  channel: z.enum(['portal', 'desk']),
  openedAt: z.date(),
  dueAt: z.date(),
  isOverdue: z.boolean(),
  decidedAt: z.date().nullable(),
  /** Withdrawals wait until then. */
  holdUntil: z.date().nullable(),
  noteToClient: z.string().nullable(),
});
export type RequestRow = z.output<typeof RequestRow>;
export const RequestPage = pageOf(RequestRow);

/** Facts are numbers, words and money: what a check saw, nothing of who he is. */
export const CheckView = z.object({
  name: z.string(),
  result: z.enum(['pass', 'warn', 'fail']),
  facts: z.record(z.string(), z.unknown()),
});
export type CheckView = z.output<typeof CheckView>;
export const ChangeView = z.object({
  field: z.string(),
  before: sensitive('contact', z.string().nullable()),
  after: sensitive('contact', z.string().nullable()),
});
const IdentityChange = z.object({
  field: z.string(),
  before: sensitive('identity', z.string().nullable()),
  after: sensitive('identity', z.string().nullable()),
});
export const RequestDetail = RequestRow.extend({
  clientNumber: z.string(),
  contact: z.array(ChangeView),
  identity: z.array(IdentityChange),
  right: z.enum(dataRights).nullable(),
  why: z.string().nullable(),
  documents: z.array(z.object({ id: idSchema('document'), kind: z.string(), state: z.string() })),
  checks: z.array(CheckView),
  /** What the client himself still has to do, and what stands against it. */
  blockedBy: z.array(z.string()),
  /** What the house's own table says about this one: who must agree, and how long withdrawals wait after it. */
  care: z.object({ people: z.number().int(), holdDays: z.number().int() }),
  openedBy: z.string().nullable(),
  proof: z.string().nullable(),
  decidedBy: z.string().nullable(),
  approvedBy: z.array(z.string()),
  reason: z.string().nullable(),
  extendedAt: z.date().nullable(),
  extendReason: z.string().nullable(),
});
export type RequestDetail = z.output<typeof RequestDetail>;

/** Before he asks: what stands in the way now, and what it means. */
export const Outlook = z.object({ clientId: idSchema('client').nullish(), kind: z.enum(requestKinds) });
export const OutlookView = z.object({
  checks: z.array(CheckView),
  blockedBy: z.array(z.string()),
  holdDays: z.number().int(),
  isOpen: z.boolean(),
});
