import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';
import { Email, Password } from '@/server/modules/identity/contract';
import { actions, holdReasons, tiers } from './capabilities';
import { facets, stages } from './journey';

export const Reason = z.string().trim().min(4, 'at least four characters').max(500);
const Text = z.string().trim().max(300);

/** Where a client came from, as the landing page saw it. Recorded at registration; it cannot be asked again. */
export const Attribution = z.object({
  clickId: Text.nullish(),
  utmSource: Text.nullish(),
  utmMedium: Text.nullish(),
  utmCampaign: Text.nullish(),
  utmTerm: Text.nullish(),
  utmContent: Text.nullish(),
  referrer: Text.nullish(),
  landingPage: Text.nullish(),
  introducerCode: Text.nullish(),
});

const Country = z.string().regex(/^[A-Z]{2}$/, 'a two-letter country code');
const Phone = z
  .string()
  .trim()
  .regex(/^\+[0-9 ()-]{6,24}$/, 'with country code, as +49 …');
const LanguageCode = z.string().regex(/^[a-z]{2}$/);
const BrandSlug = z.string().regex(/^[a-z0-9-]{1,60}$/);

export const ListAgreements = z.object({ brand: BrandSlug });
/** What the registration page shows; `textHash` is kept with the acceptance. */
export const AgreementView = z.object({
  document: z.string(),
  version: z.string(),
  title: z.string(),
  text: z.string(),
  textHash: z.string(),
});

export const RegisterClient = z.object({
  brand: BrandSlug,
  email: Email,
  password: Password,
  firstName: z.string().trim().min(1).max(80),
  lastName: z.string().trim().min(1).max(80),
  country: Country,
  phone: Phone.nullish(),
  language: LanguageCode.default('en'),
  timeZone: z.string().max(60).nullish(),
  attribution: Attribution.default({}),
  acceptedTerms: z.literal(true, { message: 'the client agreement must be accepted' }),
  /** Hashes of the texts that were shown, when the page knows them: an outdated page is refused. */
  acceptedTexts: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(10)
    .optional(),
  marketingConsent: z.boolean().default(false),
});
export const Registered = z.object({ id: idSchema('client').nullable(), number: z.string().nullable() });

export const CapabilityView = z.object({
  state: z.enum(['allowed', 'limited', 'reviewed', 'denied']),
  reasons: z.array(z.string()),
  limit: MoneySchema.optional(),
});
export const CapabilitiesView = z.object(
  Object.fromEntries(actions.map((action) => [action, CapabilityView])) as Record<
    (typeof actions)[number],
    typeof CapabilityView
  >,
);

export const FacetsView = z.object({
  verification: z.enum(facets.verification.states as unknown as [string, ...string[]]),
  funding: z.enum(facets.funding.states as unknown as [string, ...string[]]),
  trading: z.enum(facets.trading.states as unknown as [string, ...string[]]),
  relationship: z.enum(facets.relationship.states as unknown as [string, ...string[]]),
});

/** Restricted reasons read "under review" here; what they are is in the fields only compliance sees. */
export const HoldView = z.object({
  id: idSchema('hold'),
  reason: z.string(),
  restrictedReason: sensitive('restricted_reason', z.string().nullable()),
  note: z.string().nullable(),
  restrictedNote: sensitive('restricted_reason', z.string().nullable()),
  isOnPerson: z.boolean(),
  amount: MoneySchema.nullable(),
  placedAt: z.date(),
  placedBy: z.string().nullable(),
  expiresAt: z.date().nullable(),
});
export const PlaceHold = z.object({
  clientId: idSchema('client'),
  reason: z.enum(holdReasons),
  note: Reason,
  amount: MoneySchema.nullish(),
  expiresAt: z.date().nullish(),
});
export const ReleaseHold = z.object({ id: idSchema('hold'), reason: Reason });

export const SetTier = z.object({ clientId: idSchema('client'), tier: z.enum(tiers).nullable(), reason: Reason });
export const SetCategory = z.object({
  clientId: idSchema('client'),
  category: z.enum(['retail', 'elective_professional', 'per_se_professional', 'eligible_counterparty']),
  reason: Reason,
});
export const SetTags = z.object({
  clientId: idSchema('client'),
  tags: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[\p{L}\p{N} _-]{1,30}$/u),
    )
    .max(20),
});
export const AssignIntroducer = z.object({
  clientId: idSchema('client'),
  code: z.string().trim().min(1).max(60),
  introducerClientId: idSchema('client').nullish(),
  reason: Reason,
});
export const EditContact = z.object({
  clientId: idSchema('client'),
  phone: Phone.nullish(),
  language: LanguageCode.optional(),
  timeZone: z.string().max(60).nullish(),
  addressLine: Text.nullish(),
  city: Text.nullish(),
  region: Text.nullish(),
  postcode: z.string().trim().max(20).nullish(),
  reason: Reason.optional(),
});
export const ChangeEmail = z.object({ clientId: idSchema('client'), email: Email, reason: Reason });
export const SuspendClose = z.object({ clientId: idSchema('client'), until: z.date(), reason: Reason });
export const OverrideVerification = z.object({
  clientId: idSchema('client'),
  event: z.enum(['approve', 'reject', 'expire', 'reopen']),
  reason: Reason,
});
export const MoveRelationship = z.object({
  clientId: idSchema('client'),
  event: z.enum(['accept', 'start_closing', 'keep', 'close']),
  reason: Reason,
});
export const RevealField = z.object({
  clientId: idSchema('client'),
  field: z.enum(['email', 'phone', 'bornOn', 'address']),
  reason: Reason,
});

/** Which clients: what lists are asked with, what a segment keeps and what a bulk change reaches. */
export const ClientFilter = z.object({
  search: z.string().trim().max(120).nullish(),
  stage: z.enum(stages).nullish(),
  verification: z.string().max(20).nullish(),
  funding: z.string().max(20).nullish(),
  trading: z.string().max(20).nullish(),
  relationship: z.string().max(20).nullish(),
  category: z.string().max(40).nullish(),
  tag: z.string().max(30).nullish(),
  segmentId: idSchema('segment').nullish(),
  source: z.string().max(300).nullish(),
  isUnowned: z.boolean().nullish(),
  hasHold: z.boolean().nullish(),
  registeredFrom: z.date().nullish(),
  registeredTo: z.date().nullish(),
  tier: z.enum(tiers).nullish(),
  brandId: idSchema('brand').nullish(),
  ownerId: idSchema('user').nullish(),
  teamId: idSchema('team').nullish(),
  desk: z.string().max(60).nullish(),
  country: z.string().length(2).nullish(),
  language: LanguageCode.nullish(),
});
export type ClientFilter = z.output<typeof ClientFilter>;
export const ListClients = PageInput.extend(ClientFilter.shape);
export const ClientRow = z.object({
  id: idSchema('client'),
  number: z.string(),
  name: z.string(),
  email: sensitive('contact', z.string().nullable()),
  country: z.string().nullable(),
  stage: z.enum(stages),
  verification: z.string(),
  funding: z.string(),
  trading: z.string(),
  tier: z.enum(tiers),
  category: z.string(),
  brand: z.string(),
  entity: z.string(),
  owner: z.string().nullable(),
  desk: z.string().nullable(),
  source: z.string().nullable(),
  holds: z.number().int(),
  registeredAt: z.date(),
});
export type ClientRow = z.output<typeof ClientRow>;
export const ClientPage = pageOf(ClientRow).extend({
  /** Of a name so frequent that its bearers are not counted: so many were seen at once. */
  atLeast: z.number().int().nullable(),
  /** Of such a name the newest come first, whatever order was asked for. */
  isNewestFirst: z.boolean(),
});

export const SearchClients = z.object({
  typed: z.string().trim().min(1).max(120),
  limit: z.number().int().min(1).max(20).default(6),
});
export const ClientHit = z.object({
  id: idSchema('client'),
  number: z.string(),
  name: z.string(),
  email: sensitive('contact', z.string().nullable()),
  brand: z.string(),
  stage: z.enum(stages),
});

export const ClientDetail = ClientRow.extend({
  personId: idSchema('person'),
  entityId: idSchema('entity'),
  brandId: idSchema('brand'),
  phone: sensitive('contact', z.string().nullable()),
  bornOn: sensitive('identity', z.string().nullable()),
  nationality: z.string().nullable(),
  language: z.string(),
  timeZone: z.string().nullable(),
  entityTimeZone: z.string(),
  baseCurrency: z.string(),
  jurisdiction: z.string(),
  introducer: z.string().nullable(),
  ownerId: idSchema('user').nullable(),
  teamId: idSchema('team').nullable(),
  tierByPolicy: z.string(),
  tierOverrideReason: z.string().nullable(),
  facets: FacetsView,
  capabilities: CapabilitiesView,
  activeHolds: z.array(HoldView),
  tags: z.array(z.string()),
  address: sensitive('identity', z.string().nullable()),
  approvedAt: z.date().nullable(),
  fundedAt: z.date().nullable(),
  liveAt: z.date().nullable(),
  closeSuspendedUntil: z.date().nullable(),
  possibleDuplicates: z.number().int(),
  milestones: z.array(
    z.object({
      facet: z.string(),
      from: z.string(),
      to: z.string(),
      at: z.date(),
      /** "under_review" where only compliance may know. */
      reason: z.string(),
      restrictedReason: sensitive('restricted_reason', z.string().nullable()),
    }),
  ),
  renewsAt: z.date().nullable(),
  lastContactAt: z.date().nullable(),
});
export type ClientDetail = z.output<typeof ClientDetail>;

/** What a client sees of himself. */
export const MyStanding = z.object({
  id: idSchema('client'),
  number: z.string(),
  name: z.string(),
  stage: z.enum(stages),
  facets: FacetsView,
  capabilities: CapabilitiesView,
  baseCurrency: z.string(),
  entity: z.string(),
  entityTimeZone: z.string(),
  brand: z.string(),
  brandSlug: z.string(),
  email: sensitive('contact', z.string().nullable()),
  phone: sensitive('contact', z.string().nullable()),
  language: z.string(),
  country: z.string().nullable(),
});
