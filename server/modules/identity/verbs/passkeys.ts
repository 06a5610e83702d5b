import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { toBytes } from '@/server/kernel/encoding';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema, uuidFromId } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { forgiveSignIn, signInLimits } from '../attempts';
import {
  AuthenticationCeremony,
  PasskeyOrigin,
  PasskeyRow,
  PasskeySignInStart,
  RegisterPasskey,
  RegistrationCeremony,
  surfaceSchema,
  Ticket,
  UsePasskey,
} from '../contract';
import {
  deletePasskey,
  findPasskey,
  findUser,
  insertPasskey,
  type PasskeyRecord,
  passkeysOf,
  setSteppedUp,
  touchPasskey,
} from '../repository';
import { about, people, self, selfId } from '../self';
import { requireOrigin } from '../site';
import { issueToken, redeemToken } from '../tokens';
import { kindOfSurface, raiseNotice } from '../users';
import { challenged, maySignIn, ticketFor } from './sign-in';

const own = { actors: people, ownAccount: true } as const;
const anyone = { actors: ['anonymous', ...people] as const, ownAccount: true };
const Ceremony = z.object({
  challenge: z.string(),
  origin: z.string(),
  rpId: z.string(),
  surface: surfaceSchema.nullish(),
  userId: idSchema('user').nullish(),
  sessionId: z.string().nullish(),
  connection: z.string().nullish(),
});

export const beginPasskeyRegistration = command({
  ...own,
  name: 'identity.passkey.begin_registration',
  stepUp: true,
  secretOutput: true,
  input: PasskeyOrigin,
  output: RegistrationCeremony,
  run: async (uow, input) => {
    const user = await self(uow);
    const { origin, rpId } = await requireOrigin(uow, input.origin);
    const present = await passkeysOf(uow, user.id);
    const options = await generateRegistrationOptions({
      rpName: uow.tenant.name,
      rpID: rpId,
      userID: toBytes(uuidFromId('user', user.id)),
      userName: user.email,
      userDisplayName: user.name,
      attestationType: 'none',
      excludeCredentials: present.map((key) => ({ id: key.credentialId })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    });
    const payload = { challenge: options.challenge, origin, rpId };
    const ceremony = await issueToken(uow, { kind: 'passkey_register', userId: user.id, payload });
    uow.audit(about(user));
    return { ceremony, options };
  },
});

export const registerPasskey = command({
  ...own,
  name: 'identity.passkey.register',
  auditRefusal: true,
  secretInput: true,
  input: RegisterPasskey,
  output: z.object({ id: idSchema('passkey') }),
  run: async (uow, { ceremony, name, response }) => {
    const user = await self(uow);
    const token = await redeemToken(uow, 'passkey_register', ceremony);
    if (token.userId !== user.id) throw new Refusal('rejected', 'link_invalid_or_used');
    const { challenge, origin, rpId } = Ceremony.parse(token.payload);
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    }).catch(() => ({ verified: false }) as const);
    if (!verified.verified) throw new Refusal('rejected', 'passkey_not_accepted');
    const { credential } = verified.registrationInfo;
    const id = uow.id('passkey');
    const isNew = await insertPasskey(uow, {
      id,
      userId: user.id,
      credentialId: credential.id,
      publicKey: credential.publicKey,
      signCount: credential.counter,
      transports: credential.transports ?? [],
      name,
      createdAt: uow.now,
    });
    if (!isNew) throw new Refusal('conflict', 'passkey_known');
    uow.audit({ object: { type: 'passkey', id }, facts: { userId: user.id, name } });
    raiseNotice(uow, user.id, 'second_factor_added');
    return { id };
  },
});

/** With `challenge` it is the second factor after a password, else a sign-in of its own: the key itself names the account. */
export const beginPasskeySignIn = command({
  ...anyone,
  name: 'identity.passkey.begin_sign_in',
  secretInput: true,
  secretOutput: true,
  input: PasskeySignInStart,
  output: AuthenticationCeremony,
  run: async (uow, input) => {
    const { origin, rpId } = await requireOrigin(uow, input.origin);
    const known = input.challenge ? await challenged(uow, input.challenge) : null;
    return begin(uow, {
      ...{ origin, rpId, surface: input.surface },
      userId: known?.user.id ?? null,
      connection: known?.connection ?? null,
    });
  },
});

export const beginPasskeyStepUp = command({
  ...own,
  name: 'identity.passkey.begin_step_up',
  secretOutput: true,
  input: PasskeyOrigin,
  output: AuthenticationCeremony,
  run: async (uow, input) => {
    const { origin, rpId } = await requireOrigin(uow, input.origin);
    return begin(uow, { origin, rpId, userId: selfId(uow), sessionId: uow.actor.sessionId ?? null });
  },
});

type Begin = Omit<z.output<typeof Ceremony>, 'challenge'>;

async function begin(uow: Uow, facts: Begin) {
  const keys = facts.userId ? await passkeysOf(uow, facts.userId) : [];
  const options = await generateAuthenticationOptions({
    rpID: facts.rpId,
    userVerification: 'required',
    allowCredentials: keys.map((key) => ({ id: key.credentialId })),
  });
  const payload = { ...facts, challenge: options.challenge };
  const ceremony = await issueToken(uow, { kind: 'passkey_use', payload });
  uow.audit({ object: { type: 'passkey_ceremony', id: ceremony.split('.')[0] ?? '' } });
  return { ceremony, options };
}

/** The stored key that signed this ceremony's challenge on an origin of ours. */
async function verified(uow: Uow, input: z.output<typeof UsePasskey>) {
  const token = await redeemToken(uow, 'passkey_use', input.ceremony);
  const ceremony = Ceremony.parse(token.payload);
  const key: PasskeyRecord | null = await findPasskey(uow, input.response.id);
  const refusal = new Refusal('unauthenticated', 'passkey_not_accepted');
  if (!key || (ceremony.userId && ceremony.userId !== key.userId)) throw refusal;
  const result = await verifyAuthenticationResponse({
    response: input.response,
    expectedChallenge: ceremony.challenge,
    expectedOrigin: ceremony.origin,
    expectedRPID: ceremony.rpId,
    credential: { id: key.credentialId, publicKey: toBytes(key.publicKey), counter: key.signCount },
    requireUserVerification: true,
  }).catch(() => null);
  if (!result?.verified) throw refusal;
  await touchPasskey(uow, key.id, result.authenticationInfo.newCounter);
  return { key, ceremony };
}

export const signInWithPasskey = command({
  ...anyone,
  name: 'identity.passkey.sign_in',
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (input, ctx) => signInLimits(ctx, `passkey/${input.ceremony.split('.')[0]}`),
  input: UsePasskey,
  output: Ticket,
  run: async (uow, input) => {
    const { key, ceremony } = await verified(uow, input);
    const user = found(await findUser(uow, key.userId), 'user_not_found');
    const surface = ceremony.surface;
    if (!surface || !maySignIn(uow, user, surface)) throw new Refusal('unauthenticated', 'passkey_not_accepted');
    uow.audit({ ...about(user), facts: { surface, passkey: key.id } });
    await forgiveSignIn(uow, `${kindOfSurface[surface]}/${user.email}`);
    const by = ceremony.connection ? { connection: ceremony.connection } : {};
    return { ticket: await ticketFor(uow, user.id, { surface, method: 'passkey', ...by }) };
  },
});

export const stepUpWithPasskey = command({
  ...own,
  name: 'identity.passkey.step_up',
  auditRefusal: true,
  secretInput: true,
  input: UsePasskey,
  output: z.object({ until: z.date() }),
  run: async (uow, input) => {
    const { key, ceremony } = await verified(uow, input);
    const sessionId: Id<'session'> = found(uow.actor.sessionId, 'session_not_found');
    if (key.userId !== selfId(uow) || ceremony.sessionId !== sessionId)
      throw new Refusal('unauthenticated', 'passkey_not_accepted');
    await setSteppedUp(uow, sessionId);
    uow.audit({ object: { type: 'user', id: key.userId }, facts: { sessionId, passkey: key.id } });
    return { until: new Date(uow.now.getTime() + 600_000) };
  },
});

export const listPasskeys = query({
  ...own,
  name: 'identity.passkey.list',
  input: z.object({}),
  output: z.object({ rows: z.array(PasskeyRow) }),
  run: async (read) => ({
    rows: (await passkeysOf(read, selfId(read))).map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt,
    })),
  }),
});

export const removePasskey = command({
  ...own,
  name: 'identity.passkey.remove',
  stepUp: true,
  input: z.object({ passkeyId: idSchema('passkey') }),
  output: z.object({}),
  run: async (uow, { passkeyId }) => {
    const removed = found(await deletePasskey(uow, passkeyId, selfId(uow)), 'passkey_not_found');
    uow.audit({ object: { type: 'passkey', id: passkeyId }, changes: { name: [removed.name, null] } });
    raiseNotice(uow, removed.userId, 'second_factor_removed');
    return {};
  },
});
