import { timingSafeEqual, utf8 } from '@/server/kernel/encoding';
import { Refusal } from '@/server/kernel/errors';
import { type Id, isId } from '@/server/kernel/ids';
import type { KeyRing } from '@/server/kernel/keys';
import type { Read, Uow } from '@/server/kernel/uow';
import { findToken, insertToken, type TokenRow, takeToken } from './repository';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long each right lives. A ticket only has to survive the way from one answer to the next request. */
const lifetimeMs = {
  ticket: minute,
  second_factor: 5 * minute,
  passkey_register: 5 * minute,
  passkey_use: 5 * minute,
  sign_on: 10 * minute,
  sign_on_proof: 2 * minute,
  verify_email: 3 * day,
  password_reset: 60 * minute,
  invitation: 7 * day,
  not_me: 7 * day,
} as const;
export type TokenKind = keyof typeof lifetimeMs;

/** Kinds whose link is mailed; a job hears of them by event. */
const mailed: ReadonlySet<TokenKind> = new Set(['verify_email', 'password_reset', 'invitation', 'not_me']);

/** The secret half is a keyed hash of the row's own id: the mail job can write the link, a reader of the table cannot. */
async function secretOf(keys: KeyRing, tenantId: string, kind: string, id: Id<'token'>): Promise<string> {
  return keys.pepper(`token/${kind}`, `${tenantId}/${id}`);
}

/** Also for a tenant that is being made, whose rows the caller writes itself. */
export async function tokenTextOf(keys: KeyRing, tenantId: string, kind: TokenKind, id: Id<'token'>): Promise<string> {
  return `${id}.${await secretOf(keys, tenantId, kind, id)}`;
}

export const tokenText = (read: Read, kind: TokenKind, id: Id<'token'>): Promise<string> =>
  tokenTextOf(read.ctx.keys, read.tenant.id, kind, id);

export const tokenExpiry = (kind: TokenKind, now: Date): Date => new Date(now.getTime() + lifetimeMs[kind]);

export type IssueToken = {
  readonly kind: TokenKind;
  readonly userId?: Id<'user'>;
  readonly payload?: Readonly<Record<string, unknown>>;
};

export async function issueToken(uow: Uow, { kind, userId, payload }: IssueToken): Promise<string> {
  const id = uow.id('token');
  await insertToken(uow, {
    id,
    kind,
    userId: userId ?? null,
    payload: payload ?? {},
    createdAt: uow.now,
    expiresAt: tokenExpiry(kind, uow.now),
  });
  if (mailed.has(kind)) uow.emit({ name: 'identity/token.issued', data: { tokenId: id, kind } });
  return tokenText(uow, kind, id);
}

async function idOf(read: Read, kind: TokenKind, text: string): Promise<Id<'token'> | null> {
  const [id, secret] = text.split('.');
  if (!id || !secret || !isId('token', id)) return null;
  return timingSafeEqual(utf8(secret), utf8(await secretOf(read.ctx.keys, read.tenant.id, kind, id))) ? id : null;
}

const dead = () => new Refusal('rejected', 'link_invalid_or_used');

/** Uses the right up. A refusal later in the same verb gives it back, because everything is one transaction. */
export async function redeemToken(uow: Uow, kind: TokenKind, text: string): Promise<TokenRow> {
  const id = await idOf(uow, kind, text);
  const row = id && (await takeToken(uow, id, kind));
  if (!row) throw dead();
  return row;
}

/** Looks without using: for the page behind a mailed link. */
export async function peekToken(read: Read, kind: TokenKind, text: string): Promise<TokenRow> {
  const id = await idOf(read, kind, text);
  const row = id && (await findToken(read, id));
  if (!row || row.kind !== kind || row.usedAt || row.expiresAt <= read.now) throw dead();
  return row;
}
