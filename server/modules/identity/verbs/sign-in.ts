import { z } from 'zod';
import { refuseElsewhere } from '@/server/kernel/addresses';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { enforcedFor } from '@/server/kernel/single-sign-on';
import type { Read, Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { forgiveSignIn, signInLimits } from '../attempts';
import {
  OpenedSession,
  OpenSession,
  SecondFactor,
  SignInStep,
  SignInWithPassword,
  type SurfaceName,
  surfaceSchema,
  Ticket,
} from '../contract';
import { findUser, findUserByEmail, insertSession, tracesOf, type UserRow } from '../repository';
import { checkTotp, factorsOf, spendRecoveryCode } from '../second-factor';
import { strangeIn } from '../strange';
import { issueToken, peekToken, redeemToken } from '../tokens';
import { kindOfSurface } from '../users';

const hourMs = 3_600_000;
/** Absolute ends; whoever works with other people's money signs in every day. */
const sessionHours: Record<SurfaceName, number> = { portal: 24, partner: 24, desk: 12, platform: 12 };

const wrong = () => new Refusal('unauthenticated', 'invalid_credentials');
const accountOf = (surface: SurfaceName, email: string) => `${kindOfSurface[surface]}/${email}`;

export const TicketPayload = z.object({
  surface: surfaceSchema,
  method: z.string(),
  impersonatorId: z.string().optional(),
  reason: z.string().optional(),
  minutes: z.number().optional(),
  /** The identity provider of the tenant's that proved it. */
  connection: z.string().optional(),
  /** False: proven elsewhere and a while ago, so that it is no step-up. */
  isFresh: z.boolean().optional(),
});

export function maySignIn(read: Read, user: UserRow, surface: SurfaceName): boolean {
  if (user.status !== 'active' || (user.endsAt && user.endsAt <= read.now)) return false;
  if (surface === 'platform' && read.tenant.kind !== 'platform') return false;
  return user.kind === kindOfSurface[surface];
}

function refuseWhenSuspended({ tenant }: Read): void {
  if (tenant.status === 'suspended') throw new Refusal('rejected', 'tenant_suspended');
}

const elsewhere = (name: string) => new Refusal('rejected', 'sso_required', { params: { name } });

/** Every way in ends here, whichever way somebody proved who he is. */
export async function ticketFor(uow: Uow, userId: Id<'user'>, payload: z.input<typeof TicketPayload>): Promise<string> {
  refuseWhenSuspended(uow);
  if (payload.surface === 'desk') {
    refuseElsewhere(uow.tenant, userId, uow.request);
    const user = payload.connection ? null : await findUser(uow, userId);
    const bound = user && enforcedFor(uow.tenant, user.email);
    if (bound && bound.breakGlassUserId !== userId) throw elsewhere(bound.name);
  }
  return issueToken(uow, { kind: 'ticket', userId, payload });
}

type FirstProof = {
  readonly surface: SurfaceName;
  readonly method: string;
  readonly connection?: string;
  /** Whoever took the first proof saw a second one, and the tenant takes his word for it. */
  readonly hasBoth?: boolean;
  readonly isFresh?: boolean;
};

/** After a first proof: the second, where the account has one; else the ticket. */
export async function afterFirstProof(
  uow: Uow,
  user: UserRow,
  { hasBoth, ...proof }: FirstProof,
): Promise<z.output<typeof SignInStep>> {
  const { surface, connection } = proof;
  if (!maySignIn(uow, user, surface)) throw wrong();
  refuseWhenSuspended(uow);
  const methods = hasBoth ? [] : await factorsOf(uow, user);
  uow.audit({
    object: { type: 'user', id: user.id },
    ...(user.clientId ? { client: user.clientId } : {}),
    facts: { surface, secondFactor: methods, ...(connection ? { connection, method: proof.method } : {}) },
  });
  if (methods.length > 0) {
    const payload = { surface, ...(connection ? { connection } : {}) };
    const challenge = await issueToken(uow, { kind: 'second_factor', userId: user.id, payload });
    return { step: 'second_factor' as const, challenge, methods };
  }
  await forgiveSignIn(uow, accountOf(surface, user.email));
  return { step: 'ticket' as const, ticket: await ticketFor(uow, user.id, proof) };
}

/** Password first. Unknown address, wrong password and a leaver's account give one answer, after the same work. */
export const signInWithPassword = command({
  name: 'identity.sign_in.password',
  actors: ['anonymous', 'staff', 'client', 'partner'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (input, ctx) => signInLimits(ctx, accountOf(input.surface, input.email)),
  input: SignInWithPassword,
  output: SignInStep,
  run: async (uow, { surface, email, password }) => {
    const user = await findUserByEmail(uow, kindOfSurface[surface], email);
    const { passwords } = uow.ctx.ports;
    const isRight = await passwords.verify(user?.passwordHash ?? passwords.decoy, password);
    // Whoever must come in by his company's provider hears that alone, so that nobody learns whose password was right.
    const bound = surface === 'desk' ? enforcedFor(uow.tenant, email) : null;
    if (bound && !(isRight && user?.id === bound.breakGlassUserId)) throw elsewhere(bound.name);
    if (!user?.passwordHash || !isRight) throw wrong();
    return afterFirstProof(uow, user, { surface, method: 'password' });
  },
});

export const signInWithSecondFactor = command({
  name: 'identity.sign_in.second_factor',
  actors: ['anonymous', 'staff', 'client', 'partner'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  // The challenge names the account: six digits may not be tried for longer than five guesses.
  limits: (input, ctx) => signInLimits(ctx, `challenge/${input.challenge.split('.')[0]}`),
  input: SecondFactor,
  output: Ticket,
  run: async (uow, { challenge, code, recoveryCode }) => {
    const { user, surface, connection } = await challenged(uow, challenge);
    if (code !== undefined) await checkTotp(uow, user, code);
    else await spendRecoveryCode(uow, user, recoveryCode ?? '');
    await redeemToken(uow, 'second_factor', challenge);
    const method = code !== undefined ? 'totp' : 'recovery_code';
    uow.audit({
      object: { type: 'user', id: user.id },
      ...(user.clientId ? { client: user.clientId } : {}),
      facts: { surface, method },
    });
    await forgiveSignIn(uow, accountOf(surface, user.email));
    return { ticket: await ticketFor(uow, user.id, { surface, method, ...(connection ? { connection } : {}) }) };
  },
});

const Challenge = z.object({ surface: surfaceSchema, connection: z.string().optional() });

/** The person a first factor was right for; locked, so that one code cannot be used by two requests at once. */
export async function challenged(uow: Uow, challenge: string) {
  const token = await peekToken(uow, 'second_factor', challenge);
  const { surface, connection } = Challenge.parse(token.payload);
  const user = token.userId && (await findUser(uow, token.userId, { lock: true }));
  if (!user || !maySignIn(uow, user, surface)) throw wrong();
  return { user, surface, connection };
}

/** Turns a ticket into a session. Called by the one Credentials provider; nothing else makes sessions. */
export const openSession = command({
  name: 'identity.session.open',
  actors: ['anonymous'],
  auditRefusal: true,
  secretInput: true,
  input: OpenSession,
  output: OpenedSession,
  run: async (uow, { ticket }) => {
    const token = await redeemToken(uow, 'ticket', ticket);
    const payload = TicketPayload.parse(token.payload);
    const user = found(token.userId && (await findUser(uow, token.userId)), 'user_not_found');
    if (!maySignIn(uow, user, payload.surface)) throw wrong();
    const id = uow.id('session');
    const lifeMs = payload.minutes ? payload.minutes * 60_000 : sessionHours[payload.surface] * hourMs;
    const expiresAt = new Date(uow.now.getTime() + lifeMs);
    const impersonatorId = payload.impersonatorId as Id<'user'> | undefined; // written by mintImpersonation
    const { ip, userAgent, deviceId, country } = uow.request;
    const strange = impersonatorId ? [] : strangeIn(uow.request, await tracesOf(uow, user.id));
    await insertSession(uow, {
      id,
      userId: user.id,
      surface: payload.surface,
      method: payload.method,
      createdAt: uow.now,
      lastSeenAt: uow.now,
      expiresAt: user.endsAt && user.endsAt < expiresAt ? user.endsAt : expiresAt,
      // Whoever has just proven who he is need not do it again for ten minutes; an impersonator has proven nothing.
      steppedUpAt: impersonatorId || payload.isFresh === false ? null : uow.now,
      impersonatorId: impersonatorId ?? null,
      impersonationReason: payload.reason ?? null,
      ip: ip ?? null,
      userAgent: userAgent ?? null,
      deviceId: deviceId ?? null,
      country: country ?? null,
    });
    if (strange.length > 0) {
      await issueToken(uow, { kind: 'not_me', userId: user.id, payload: { surface: payload.surface, sessionId: id } });
      uow.emit({ name: 'identity/sign_in.strange', data: { sessionId: id, userId: user.id } });
    }
    uow.audit({
      object: { type: 'session', id },
      ...(user.clientId ? { client: user.clientId } : {}),
      facts: {
        userId: user.id,
        surface: payload.surface,
        method: payload.method,
        impersonatorId: impersonatorId ?? null,
        strange,
        ...(payload.connection ? { connection: payload.connection } : {}),
      },
      ...(payload.reason ? { reason: payload.reason } : {}),
    });
    uow.emit({ name: 'identity/session.opened', data: { sessionId: id, userId: user.id } });
    return { sessionId: id, userId: user.id, surface: payload.surface, expiresAt };
  },
});
