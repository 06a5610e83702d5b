import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';
import { guessableReason } from './password-policy';

export const surfaceSchema = z.enum(['portal', 'desk', 'partner', 'platform']);
export type SurfaceName = z.output<typeof surfaceSchema>;

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const PersonName = z.string().trim().min(1).max(120);
export const Language = z.enum(['en', 'ar']);

/** Twelve characters that are not on every attacker's list; no rules about digits, which only make passwords alike. */
export const Password = z
  .string()
  .min(12)
  .max(200)
  .superRefine((password, context) => {
    const reason = guessableReason(password);
    if (reason) context.addIssue({ code: 'custom', message: reason });
  });
const PresentedPassword = z.string().min(1).max(200);
export const TokenText = z.string().regex(/^tok_[0-9a-z]{26}\.[\w-]{43}$/);
const TotpCode = z.string().regex(/^\d{6}$/);
const RecoveryCode = z.string().trim().toLowerCase().max(20);

export const SignInWithPassword = z.object({ surface: surfaceSchema, email: Email, password: PresentedPassword });
export const SignInStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('ticket'), ticket: z.string() }),
  z.object({
    step: z.literal('second_factor'),
    challenge: z.string(),
    methods: z.array(z.enum(['totp', 'passkey', 'recovery_code'])),
  }),
]);
export const SecondFactor = z
  .object({ challenge: TokenText, code: TotpCode.optional(), recoveryCode: RecoveryCode.optional() })
  .refine((input) => input.code !== undefined || input.recoveryCode !== undefined, { path: ['code'] });
export const Ticket = z.object({ ticket: z.string() });

export const OpenSession = z.object({ ticket: TokenText });
export const OpenedSession = z.object({
  sessionId: idSchema('session'),
  userId: idSchema('user'),
  surface: surfaceSchema,
  expiresAt: z.date(),
});

export const SessionRow = z.object({
  id: idSchema('session'),
  surface: surfaceSchema,
  method: z.string(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
  ip: sensitive('address_of_access', z.string().nullable()),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
  impersonator: z.string().nullable(),
});

export const Me = z.object({
  userId: idSchema('user').nullable(),
  kind: z.enum(['anonymous', 'staff', 'client', 'partner', 'apiKey', 'job', 'webhook', 'platform']),
  name: z.string(),
  email: z.string().nullable(),
  isEmailVerified: z.boolean(),
  language: z.string(),
  timeZone: z.string().nullable(),
  clientId: idSchema('client').nullable(),
  grants: z.array(z.string()),
  roles: z.array(z.string()),
  hasTotp: z.boolean(),
  passkeys: z.number().int(),
  recoveryCodesLeft: z.number().int(),
  steppedUpAt: z.date().nullable(),
  impersonator: z.string().nullable(),
  tenant: z.object({
    slug: z.string(),
    name: z.string(),
    kind: z.string(),
    environment: z.enum(['sandbox', 'live']),
    features: z.array(z.string()),
  }),
});

export const ChangePassword = z.object({ current: PresentedPassword, next: Password });
export const RequestReset = z.object({ surface: surfaceSchema, email: Email });
export const CompleteReset = z.object({ token: TokenText, password: Password });
export const Disown = z.object({ token: TokenText });
export const Disowned = z.object({ endedSessions: z.number().int(), token: z.string() });
/** Shown to whoever holds the mailed link, who is the person himself. */
export const StrangeSignIn = z.object({
  sessionId: idSchema('session'),
  at: z.date(),
  device: z.string().nullable(),
  country: z.string().nullable(),
  ip: z.string().nullable(),
  zone: z.string(),
});
export const VerifyEmail = z.object({ token: TokenText });
export const UpdateMe = z.object({
  name: PersonName.optional(),
  language: Language.optional(),
  timeZone: z.string().max(60).nullish(),
});

export const ConfirmTotp = z.object({ code: TotpCode });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export const StepUp = z.object({ password: PresentedPassword.optional(), code: TotpCode.optional() });

const origin = z.url({ protocol: /^https?$/ }).max(200);
const json = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
export const PasskeyOrigin = z.object({ origin });
export const PasskeySignInStart = z.object({ surface: surfaceSchema, origin, challenge: TokenText.optional() });
export const RegistrationCeremony = z.object({
  ceremony: z.string(),
  options: json<import('@simplewebauthn/server').PublicKeyCredentialCreationOptionsJSON>(),
});
export const AuthenticationCeremony = z.object({
  ceremony: z.string(),
  options: json<import('@simplewebauthn/server').PublicKeyCredentialRequestOptionsJSON>(),
});
export const RegisterPasskey = z.object({
  ceremony: TokenText,
  name: z.string().trim().min(1).max(60),
  response: json<import('@simplewebauthn/server').RegistrationResponseJSON>(),
});
export const UsePasskey = z.object({
  ceremony: TokenText,
  response: json<import('@simplewebauthn/server').AuthenticationResponseJSON>(),
});
export const PasskeyRow = z.object({
  id: idSchema('passkey'),
  name: z.string(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
});

export const StartImpersonation = z.object({
  clientId: idSchema('client'),
  reason: z.string().trim().min(5).max(500),
  minutes: z.number().int().min(1).max(60).default(30),
});
