import { z } from 'zod';
import { timingSafeEqual, utf8 } from '@/server/kernel/encoding';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema, isId } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import {
  afterFirstProof,
  findUser,
  issueToken,
  redeemToken,
  requireOrigin,
  tokenTextOf,
} from '@/server/modules/identity';
import { BeginSignOn, ConnectionId, FinishSignOn, SignOnOption, StateText } from '../contract';
import { personOf } from '../people';
import { type Proven, signOnFaults } from '../ports';
import { allConnections, findConnection, takeAssertion, updateConnection } from '../repository';
import { storedOf } from '../stored';

const objectOf = (id: string) => ({ type: 'ssoConnection', id });
const Started = z.object({ connectionId: idSchema('ssoConnection'), origin: z.string(), state: z.string() });

/** The doors a sign-in page shows. Whose staff they serve is no secret to whoever stands before them. */
export const signOnOptions = query({
  name: 'sso.sign_in.options',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  input: z.object({}),
  output: z.object({ rows: z.array(SignOnOption) }),
  run: async (read) => ({
    rows: (await allConnections(read)).flatMap((row) => {
      const live = row.state === 'active' ? storedOf(row.live) : null;
      if (!live) return [];
      const { name, domains } = live.settings;
      return [{ id: row.id, name, domains, isEnforced: row.isEnforced }];
    }),
  }),
});

/** Words that only this house can make from a sign-in's id, so that nothing secret has to be kept until the answer comes. */
async function wordsOf(read: Read, id: Id<'token'>) {
  const word = (purpose: string) => read.ctx.keys.pepper(`sign-on/${purpose}`, `${read.tenant.id}/${id}`);
  const [state, nonce, verifier, request] = await Promise.all([
    word('state'),
    word('nonce'),
    word('verifier'),
    word('request'),
  ]);
  return { state: `${id}.${state}`, nonce, verifier, requestId: `_${request}` };
}

const Words = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), requestId: z.string() });
const perMinute = 60;

/**
 * `binding` stays in the browser that asked and never travels to the provider: whoever is lured into somebody else's answer
 * has none, and gets no session.
 */
export const startSignOn = command({
  name: 'sso.sign_in.begin',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  auditRefusal: true,
  secretOutput: true,
  limits: (_input, ctx) => [{ key: `sso/begin/${ctx.request.ip ?? 'nowhere'}`, max: perMinute, seconds: 60 }],
  input: BeginSignOn,
  output: Words.extend({ id: idSchema('ssoConnection'), binding: z.string() }),
  run: async (uow, { id, origin: asked }) => {
    const row = found(await findConnection(uow, id), 'sso_connection_not_found');
    if (row.state !== 'active') throw new Refusal('rejected', 'sso_connection_off');
    const { origin } = await requireOrigin(uow, asked);
    const binding = await issueToken(uow, { kind: 'sign_on', payload: { connectionId: id, origin } });
    const tokenId = idOf(binding);
    uow.audit({ object: objectOf(id), facts: { attempt: tokenId } });
    return { id, binding, ...(await wordsOf(uow, tokenId)) };
  },
});

function idOf(text: string): Id<'token'> {
  const [id = ''] = text.split('.');
  if (!isId('token', id)) throw new Refusal('rejected', 'sso_not_asked_for');
  return id;
}

/** The provider answers: what we asked, once. The state is ours, was not answered before and is not old. */
export const takeAnswer = command({
  name: 'sso.sign_in.take',
  actors: ['job'],
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  input: ConnectionId.extend({ state: StateText }),
  output: Words.extend({ attempt: idSchema('token'), origin: z.string() }),
  run: async (uow, { id, state }) => {
    const attempt = idOf(state);
    const words = await wordsOf(uow, attempt);
    if (!timingSafeEqual(utf8(words.state), utf8(state))) throw new Refusal('rejected', 'sso_not_asked_for');
    const token = await redeemToken(
      uow,
      'sign_on',
      await tokenTextOf(uow.ctx.keys, uow.tenant.id, 'sign_on', attempt),
    ).catch((error: unknown) => {
      throw error instanceof Refusal ? new Refusal('rejected', 'sso_answer_used') : error;
    });
    const { connectionId, origin } = Started.omit({ state: true }).parse(token.payload);
    if (connectionId !== id) throw new Refusal('rejected', 'sso_not_asked_for');
    uow.audit({ object: objectOf(id), facts: { attempt } });
    return { ...words, attempt, origin };
  },
});

const ProvenShape = z.object({
  outcome: z.literal('proven'),
  subject: z.string().min(1).max(300),
  email: z.string().max(254).nullable(),
  isEmailVerified: z.boolean(),
  name: z.string().max(300).nullable(),
  groups: z.array(z.string().max(1_000)).max(200),
  factors: z.array(z.string().max(1_000)).max(200),
  authenticatedAt: z.date().nullable(),
  assertion: z.object({ id: z.string().min(1).max(300), expiresAt: z.date() }).nullable(),
}) satisfies z.ZodType<Proven>;
const RefusedShape = z.object({
  outcome: z.literal('refused'),
  fault: z.enum(signOnFaults),
  detail: z.string().max(300),
});

/** A proof older than this lets somebody in, and does not open what asks who sits here now. */
const freshMs = 10 * 60_000;

/** What the adapter made of the answer becomes one of our people, or a refusal that the log keeps. */
export const recordAnswer = command({
  name: 'sso.sign_in.record',
  actors: ['job'],
  auditRefusal: true,
  secretOutput: true,
  input: ConnectionId.extend({
    attempt: idSchema('token'),
    answer: z.discriminatedUnion('outcome', [ProvenShape, RefusedShape]),
  }),
  output: z.object({ proof: z.string() }),
  run: async (uow, { id: connectionId, attempt, answer }) => {
    if (answer.outcome === 'refused')
      throw new Refusal('rejected', answer.fault, { params: { detail: answer.detail } });
    const row = found(await findConnection(uow, connectionId), 'sso_connection_not_found');
    const { settings } = found(storedOf(row.live), 'sso_connection_not_found');
    if (row.state !== 'active') throw new Refusal('rejected', 'sso_connection_off');
    if (answer.assertion && !(await takeAssertion(uow, connectionId, answer.assertion)))
      throw new Refusal('rejected', 'sso_answer_used');
    const userId = await personOf(uow, { connectionId, settings, proven: answer });
    const hasBoth =
      settings.trustsSecondFactor && answer.factors.some((word) => settings.secondFactorWords.includes(word));
    const age = uow.now.getTime() - (answer.authenticatedAt?.getTime() ?? 0);
    const isFresh = age < freshMs;
    await updateConnection(uow, connectionId, { lastUsedAt: uow.now });
    uow.audit({
      object: { type: 'user', id: userId },
      facts: { connection: connectionId, protocol: row.protocol, hasBoth, isFresh, factors: answer.factors, attempt },
    });
    const proof = await issueToken(uow, {
      kind: 'sign_on_proof',
      userId,
      payload: { connectionId, attempt, hasBoth, isFresh },
    });
    return { proof };
  },
});

const ProofPayload = z.object({
  connectionId: idSchema('ssoConnection'),
  attempt: idSchema('token'),
  hasBoth: z.boolean(),
  isFresh: z.boolean(),
});

/** In the browser that began it, and only there: the proof becomes what a right password becomes. */
export const finishSignOn = command({
  name: 'sso.sign_in.finish',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (_input, ctx) => [{ key: `sso/finish/${ctx.request.ip ?? 'nowhere'}`, max: perMinute, seconds: 60 }],
  input: FinishSignOn,
  output: z.discriminatedUnion('step', [
    z.object({ step: z.literal('ticket'), ticket: z.string() }),
    z.object({
      step: z.literal('second_factor'),
      challenge: z.string(),
      methods: z.array(z.enum(['totp', 'passkey', 'recovery_code'])),
    }),
  ]),
  run: async (uow, { proof, binding }) => {
    const token = await redeemToken(uow, 'sign_on_proof', proof);
    const { connectionId, attempt, hasBoth, isFresh } = ProofPayload.parse(token.payload);
    const expected = await tokenTextOf(uow.ctx.keys, uow.tenant.id, 'sign_on', attempt);
    if (!timingSafeEqual(utf8(expected), utf8(binding))) throw new Refusal('rejected', 'sso_other_browser');
    const user = found(token.userId && (await findUser(uow, token.userId)), 'user_not_found');
    const method = hasBoth ? 'sso_mfa' : 'sso';
    return afterFirstProof(uow, user, { surface: 'desk', method, connection: connectionId, hasBoth, isFresh });
  },
});
