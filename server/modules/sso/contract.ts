import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

export const protocols = ['oidc', 'saml'] as const;
export type Protocol = (typeof protocols)[number];
export const connectionStates = ['draft', 'active', 'paused', 'removed'] as const;

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/);
const webUrl = z.url({ protocol: /^https?$/ }).max(500);
const Certificate = z.string().trim().min(100).max(8_000);
const Reason = z.string().trim().min(3).max(500);

export const GroupRole = z.object({
  group: z.string().trim().min(1).max(200),
  roleId: idSchema('role'),
  rowScope: z.enum(['own', 'team', 'desk', 'all']),
  teamId: idSchema('team').nullable().default(null),
});

const Common = z.object({
  name: z.string().trim().min(2).max(60),
  domains: z.array(Domain).min(1).max(50),
  /** The provider's own second factor counts; else ours is asked as after a password. */
  trustsSecondFactor: z.boolean(),
  /** Words in `amr`, `acr` or the authentication context that say a second factor was used. */
  secondFactorWords: z.array(z.string().trim().min(1).max(200)).max(20),
  /** Unknown people with a mapped group are made an account. */
  provisions: z.boolean(),
  groupsClaim: z.string().trim().min(1).max(200),
  groupRoles: z.array(GroupRole).max(50),
});
export const OidcSettings = Common.extend({
  protocol: z.literal('oidc'),
  issuer: webUrl,
  clientId: z.string().trim().min(1).max(300),
  /** Some providers never send `email_verified`: the tenant may vouch for them. */
  trustsEveryEmail: z.boolean(),
});
export const SamlSettings = Common.extend({
  protocol: z.literal('saml'),
  /** The provider's entity id: the issuer of every assertion. */
  entityId: z.string().trim().min(1).max(500),
  entryPoint: webUrl,
  /** Two while a provider changes its key. */
  certificates: z.array(Certificate).min(1).max(4),
});
export const Settings = z.discriminatedUnion('protocol', [OidcSettings, SamlSettings]);
export type Settings = z.output<typeof Settings>;

export const SaveConnection = z.object({
  id: idSchema('ssoConnection').nullish(),
  settings: Settings,
  /** Absent: the one that is kept stays. */
  clientSecret: z.string().trim().min(1).max(500).nullish(),
});
export const ConnectionId = z.object({ id: idSchema('ssoConnection') });
export const Publish = ConnectionId.extend({ version: z.number().int().min(1).max(1_000_000), reason: Reason });
export const Enforce = ConnectionId.extend({ breakGlassUserId: idSchema('user'), reason: Reason });
export const Relax = ConnectionId.extend({ reason: Reason });
export const Stop = ConnectionId.extend({ isForGood: z.boolean(), reason: Reason });

export const ConnectionRow = z.object({
  id: idSchema('ssoConnection'),
  protocol: z.enum(protocols),
  state: z.enum(connectionStates),
  version: z.number().int(),
  settings: Settings,
  hasSecret: z.boolean(),
  /** What is saved differs from what signs people in. */
  isWaiting: z.boolean(),
  isEnforced: z.boolean(),
  breakGlass: z.string().nullable(),
  testedAt: z.date().nullable(),
  testError: z.string().nullable(),
  publishedAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  people: z.number().int(),
  /** What the provider's administrator types in over there. */
  ours: z.object({ callbackUrl: z.string(), entityId: z.string(), metadataUrl: z.string() }),
});
export const ConnectionList = z.object({
  rows: z.array(ConnectionRow),
  /** Administrators who could keep a password. */
  owners: z.array(z.object({ id: idSchema('user'), name: z.string(), hasSecondFactor: z.boolean() })),
});

export const TestResult = z.object({ error: z.string().nullable(), detail: z.string() });
export const ReadMetadata = z.object({ url: webUrl.nullish(), xml: z.string().max(500_000).nullish() });
export const SignOnOption = z.object({
  id: idSchema('ssoConnection'),
  name: z.string(),
  domains: z.array(z.string()),
  isEnforced: z.boolean(),
});

const TokenText = z.string().regex(/^tok_[0-9a-z]{26}\.[\w-]{43}$/);
const origin = z.url({ protocol: /^https?$/ }).max(200);
export const BeginSignOn = ConnectionId.extend({ origin });
export const FinishSignOn = z.object({ proof: TokenText, binding: TokenText });
/** What the provider carries there and back: a token's id and a word only we can make from it. */
export const StateText = TokenText;
