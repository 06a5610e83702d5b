import { z } from 'zod';
import { features } from '@/server/kernel/features';
import { idSchema } from '@/server/kernel/ids';
import { Email, Password } from '@/server/modules/identity/contract';
import { isReadable, readableShade } from './color';
import { findJurisdiction } from './jurisdictions';

export { jurisdictions } from './jurisdictions';

export const TenantKind = z.enum(['brokerage', 'prop', 'both']);
const name = z.string().trim().min(2).max(80);

/** Names that are paths or hosts of the platform itself, or would be taken for it. */
const reserved =
  'platform api app admin administrator www t desk portal partner auth sign-in sign-up login signup status help support mail static assets health metrics docs live sandbox test demo-platform root system'.split(
    ' ',
  );

export const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/)
  .refine((slug) => !reserved.includes(slug) && !slug.includes('--'), { message: 'slug_reserved' });

export const Color = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/)
  .superRefine((hex, context) => {
    // White text must be readable on it (WCAG 1.4.3); the message carries the nearest shade that is.
    if (/^#[0-9a-f]{6}$/.test(hex) && !isReadable(hex))
      context.addIssue({ code: 'custom', message: `color_too_pale:${readableShade(hex)}` });
  });

/** base64 of a picture of at most 1 MB; what is stored is our own PNG of it. */
export const Logo = z.base64().max(1_400_000);
export const Currency = z.string().regex(/^[A-Z]{3}$/);
const TimeZone = z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC');
const CutOff = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const Jurisdiction = z.string().refine((code) => findJurisdiction(code) !== undefined);
const Languages = z
  .array(z.enum(['en', 'ar']))
  .min(1)
  .max(2);
export const SignUp = z.object({
  kind: TenantKind,
  name,
  slug: Slug,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  entity: z.object({
    name,
    jurisdiction: Jurisdiction,
    baseCurrency: Currency.optional(),
    licence: z.string().trim().max(80).optional(),
  }),
  brand: z.object({ name, color: Color, logo: Logo.optional(), languages: Languages.default(['en']) }),
  administrator: z.object({ name: z.string().trim().min(1).max(120), email: Email, password: Password }),
});
export const SignedUp = z.object({ tenantId: z.uuid(), slug: z.string(), ticket: z.string() });

export const EntityRow = z.object({
  id: idSchema('entity'),
  name: z.string(),
  shortName: z.string(),
  jurisdiction: z.string(),
  licence: z.string().nullable(),
  baseCurrency: z.string(),
  timeZone: z.string(),
  cutOff: z.string(),
  bankCalendar: z.string(),
  tradingCalendar: z.string(),
});
export const CreateEntity = z.object({
  name,
  shortName: z.string().trim().min(2).max(30),
  jurisdiction: Jurisdiction,
  licence: z.string().trim().max(80).nullish(),
  baseCurrency: Currency.optional(),
  timeZone: TimeZone.optional(),
  cutOff: CutOff.optional(),
});
export const UpdateEntity = z.object({
  entityId: idSchema('entity'),
  name: name.optional(),
  shortName: z.string().trim().min(2).max(30).optional(),
  licence: z.string().trim().max(80).nullish(),
  timeZone: TimeZone.optional(),
  cutOff: CutOff.optional(),
});

export const BrandRow = z.object({
  id: idSchema('brand'),
  entityId: idSchema('entity'),
  name: z.string(),
  slug: z.string(),
  color: z.string(),
  colorDark: z.string(),
  logoPng: z.string().nullable(),
  senderEmail: z.string().nullable(),
  languages: z.array(z.string()),
  /** Where a visitor lands whom neither a host nor a link brings to a brand. */
  isDefault: z.boolean(),
});
export const CreateBrand = z.object({
  entityId: idSchema('entity'),
  name,
  slug: Slug,
  color: Color,
  languages: Languages,
});
export const UpdateBrand = z.object({
  brandId: idSchema('brand'),
  name: name.optional(),
  color: Color.optional(),
  logo: Logo.nullish(),
  senderEmail: Email.nullish(),
  languages: Languages.optional(),
});

/** Host names in their ASCII form, at least two labels, none of them an address. */
export const Host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.*[a-z])([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
export const DomainRow = z.object({
  host: z.string(),
  brandId: idSchema('brand'),
  isVerified: z.boolean(),
  verifiedAt: z.date().nullable(),
  /** A TXT record at `_brokerage-os.<host>` with this value proves ownership. */
  record: z.object({ name: z.string(), value: z.string() }),
});

export const ports = [
  'psp',
  'bank',
  'kyc',
  'screening',
  'platform',
  'lp',
  'rates',
  'mail',
  'sms',
  'storage',
  'sign',
] as const;
const Config = z.record(z.string().max(60), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]));
const Secrets = z.record(z.string().max(60), z.string().max(8_000));
export const ConnectionRow = z.object({
  id: idSchema('connection'),
  entityId: idSchema('entity').nullable(),
  port: z.enum(ports),
  vendor: z.string(),
  name: z.string(),
  config: Config,
  /** Names only: a stored secret is never shown again. */
  secretNames: z.array(z.string()),
  state: z.enum(['active', 'paused', 'removed']),
  lastOkAt: z.date().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.date().nullable(),
  lastCheckMs: z.number().int().nullable(),
});
export const CreateConnection = z.object({
  entityId: idSchema('entity').nullish(),
  port: z.enum(ports),
  vendor: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name,
  config: Config.default({}),
  secrets: Secrets.default({}),
});
export const UpdateConnection = z.object({
  connectionId: idSchema('connection'),
  name: name.optional(),
  config: Config.optional(),
  /** Given names are replaced, the others stay. */
  secrets: Secrets.optional(),
  state: z.enum(['active', 'paused', 'removed']).optional(),
});
export const OpenedConnection = z.object({
  id: idSchema('connection'),
  port: z.string(),
  vendor: z.string(),
  state: z.string(),
  config: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string()),
});

export const Feature = z.enum(features);
const idleMinutes = z.number().int().min(5).max(1_440);
const SessionIdle = z.object({ desk: idleMinutes, portal: idleMinutes, partner: idleMinutes, platform: idleMinutes });
/** What holds until a tenant says otherwise; kernel_session_idle says the same. */
export const sessionIdleDefault = { desk: 240, portal: 60, partner: 240, platform: 60 } as const;
const sealWaitDefaultSeconds = 60;
export const StoredSettings = z.object({
  soloMode: z.boolean().catch(false),
  sessionIdleMinutes: SessionIdle.partial().catch({}),
  sealWaitSeconds: z.number().int().catch(sealWaitDefaultSeconds),
});
export const Settings = z.object({
  name: z.string(),
  slug: z.string(),
  kind: z.string(),
  environment: z.enum(['sandbox', 'live']),
  status: z.string(),
  features: z.array(z.string()),
  auditorEmail: z.string().nullable(),
  soloMode: z.boolean(),
  sessionIdleMinutes: SessionIdle,
  /** Longest an audit entry may wait for its seal before that is a fault. */
  sealWaitSeconds: z.number().int(),
});
export const UpdateSettings = z.object({
  name: name.optional(),
  auditorEmail: Email.nullish(),
  soloMode: z.boolean().optional(),
  sessionIdleMinutes: SessionIdle.partial().optional(),
  sealWaitSeconds: z.number().int().min(5).max(3_600).optional(),
});

export const ChecklistItem = z.object({
  key: z.enum([
    'email_verified',
    'second_factor',
    'second_person',
    'licence',
    'logo',
    'sender',
    'domain',
    'psp',
    'kyc',
    'platform',
    'mail',
    'auditor',
    'vetted',
  ]),
  isDone: z.boolean(),
  /** Blocks going live; the others are advice. */
  isRequired: z.boolean(),
});
export const Checklist = z.object({
  items: z.array(ChecklistItem),
  isReady: z.boolean(),
  goLiveRequestedAt: z.date().nullable(),
});
