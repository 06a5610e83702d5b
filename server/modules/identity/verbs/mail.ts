import { z } from 'zod';
import { deviceName } from '@/server/kernel/device-name';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { StrangeSignIn } from '../contract';
import { brandLook, brandOfClient, findSession, findToken, findUser, setMailed, type UserRow } from '../repository';
import { pageUrl } from '../site';
import { type TokenKind, tokenText } from '../tokens';
import { notices } from '../users';

const BrandLook = z.object({ name: z.string(), color: z.string(), senderEmail: z.string().nullable() });

const SignInSeen = StrangeSignIn.omit({ sessionId: true });

/** All a template and an envelope need. Only the mail job sees it: it holds the link. */
export const IdentityMail = z.object({
  tokenId: idSchema('token').nullable(),
  userId: idSchema('user').nullable(),
  clientId: idSchema('client').nullable(),
  template: z.enum(['verify_email', 'password_reset', 'invitation', 'new_device', 'notice']),
  notice: z.enum(notices).nullable(),
  to: z.string(),
  name: z.string(),
  language: z.string(),
  brand: BrandLook,
  url: z.string(),
  expiresAt: z.date().nullable(),
  invitedBy: z.string().nullable(),
  /** Of a sign-in from somewhere new. */
  signIn: SignInSeen.nullable(),
});
export type IdentityMail = z.output<typeof IdentityMail>;

const Payload = z.object({
  brandId: idSchema('brand').optional(),
  surface: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  invitedBy: z.string().optional(),
  sessionId: idSchema('session').optional(),
});

const paths: Partial<Record<TokenKind, string>> = {
  verify_email: '/verify-email',
  password_reset: '/reset-password',
  invitation: '/invitation',
  not_me: '/not-me',
};
const templates: Partial<Record<TokenKind, IdentityMail['template']>> = {
  verify_email: 'verify_email',
  password_reset: 'password_reset',
  invitation: 'invitation',
  not_me: 'new_device',
};

/** What is known of a sign-in: device as people name it, place as far as the network tells. */
export async function signInSeen(read: Read, sessionId: Id<'session'>, user: UserRow) {
  const row = await findSession(read, sessionId);
  if (row?.userId !== user.id) return null;
  const { createdAt: at, userAgent, country, ip } = row;
  return { at, device: deviceName(userAgent), country, ip, zone: user.timeZone ?? 'UTC' };
}

/** Where a link leads its reader when the token does not say; a client's pages are the default. */
const surfaceOfKind: Record<string, string | undefined> = { staff: 'desk', partner: 'partner' };

/** A client hears from the brand he is a client of, everybody else from the house's first. */
async function lookOf(read: Read, user: UserRow | null, named?: Id<'brand'>) {
  const brandId = named ?? (user?.clientId ? await brandOfClient(read, user.clientId) : null);
  const look = await brandLook(read, brandId);
  return look ?? { id: null, name: read.tenant.name, color: '#1f6feb', senderEmail: null };
}

export const prepareTokenMail = query({
  name: 'identity.mail.prepare_token',
  actors: ['job'],
  input: z.object({ tokenId: idSchema('token') }),
  output: IdentityMail.nullable(),
  run: async (read, { tokenId }) => {
    const token = await findToken(read, tokenId);
    if (!token || token.usedAt || token.mailedAt || token.expiresAt <= read.now) return null;
    const kind = token.kind as TokenKind; // only issueToken writes the column
    const [path, template] = [paths[kind], templates[kind]];
    if (!path || !template) return null;
    const payload = Payload.parse(token.payload);
    const user = token.userId ? await findUser(read, token.userId) : null;
    const to = user?.email ?? payload.email;
    if (!to || (user && user.status !== 'active')) return null;
    const look = await lookOf(read, user, payload.brandId);
    const query_ = new URLSearchParams({ token: await tokenText(read, kind, token.id) });
    const surface = payload.surface ?? (user && surfaceOfKind[user.kind]);
    if (surface) query_.set('surface', surface);
    return {
      tokenId,
      userId: user?.id ?? null,
      clientId: user?.clientId ?? null,
      template,
      notice: null,
      to,
      name: user?.name ?? payload.name ?? '',
      language: user?.language ?? 'en',
      brand: { name: look.name, color: look.color, senderEmail: look.senderEmail },
      url: `${await pageUrl(read, path, payload.brandId ?? (user?.clientId ? look.id : null))}?${query_}`,
      expiresAt: token.expiresAt,
      invitedBy: payload.invitedBy ?? null,
      signIn: payload.sessionId && user ? await signInSeen(read, payload.sessionId, user) : null,
    };
  },
});

export const prepareNoticeMail = query({
  name: 'identity.mail.prepare_notice',
  actors: ['job'],
  input: z.object({ userId: idSchema('user'), notice: z.enum(notices) }),
  output: IdentityMail.nullable(),
  run: async (read, { userId, notice }) => {
    const user = await findUser(read, userId);
    if (user?.status !== 'active') return null;
    const look = await lookOf(read, user);
    return {
      tokenId: null,
      userId: user.id,
      clientId: user.clientId,
      template: 'notice' as const,
      notice,
      to: user.email,
      name: user.name,
      language: user.language,
      brand: { name: look.name, color: look.color, senderEmail: look.senderEmail },
      url: await pageUrl(
        read,
        user.kind === 'client' ? '/portal' : user.kind === 'staff' ? '/desk' : '/partner',
        user.clientId ? look.id : null,
      ),
      expiresAt: null,
      invitedBy: null,
      signIn: null,
    };
  },
});

export const recordMail = command({
  name: 'identity.mail.record',
  actors: ['job'],
  input: z.object({ tokenId: idSchema('token'), outcome: z.string() }),
  output: z.object({}),
  run: async (uow, { tokenId, outcome }) => {
    if (outcome === 'accepted' || outcome === 'unknown') await setMailed(uow, tokenId);
    uow.audit({ object: { type: 'token', id: tokenId }, facts: { outcome } });
    return {};
  },
});
