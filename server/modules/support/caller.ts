import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { KeyRing } from '@/server/kernel/keys';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { findClient, requireVisible, revealedField } from '@/server/modules/clients';
import { brandLook, findUserOfClient } from '@/server/modules/identity';
import { connectionsOfPort } from '@/server/modules/tenancy';
import {
  CallerCheckId,
  CallerCode,
  CallerStanding,
  type CallerWay,
  callerMinutes,
  OfCaller,
  RevealToCaller,
  SendCode,
  VerifyCaller,
} from './caller-contract';
import {
  findCallerCheck,
  insertCallerCheck,
  liveCallerCheck,
  newestCallerCheck,
  updateCallerCheck,
} from './repository/requests';

const minuteMs = 60_000;
const codeMinutes = 10;
const session = (credential: { kind: string; sessionId?: string }) => credential.sessionId ?? credential.kind;

/** Six digits out of a keyed hash of the row's id: the mail can write them, a reader of the table cannot. */
async function codeOf(keys: KeyRing, tenantId: string, id: Id<'callerCheck'>): Promise<string> {
  const text = await keys.pepper('caller-code', `${tenantId}/${id}`);
  const number = [...text].reduce((sum, sign) => (sum * 131n + BigInt(sign.charCodeAt(0))) % 1_000_000_007n, 7n);
  return String(number % 1_000_000n).padStart(6, '0');
}

/** Whoever acts for a caller has heard the code from him within the half hour. */
export async function provenCaller(read: Read, clientId: Id<'client'>, except?: CallerWay): Promise<void> {
  if (await isProven(read, clientId, except)) return;
  const isByIt = except !== undefined && (await isProven(read, clientId));
  throw new Refusal('rejected', isByIt ? 'caller_other_way' : 'caller_not_checked');
}

export async function isProven(read: Read, clientId: Id<'client'>, except?: CallerWay): Promise<boolean> {
  const userId = read.actor.userId;
  return userId !== undefined && (await liveCallerCheck(read, clientId, userId, except)) !== null;
}

type Reached = { readonly email: string | null; readonly phone: string | null };

/** Where a code can go: the mailbox, and the telephone where the house has a provider of texts. */
async function waysTo(read: Read, { email, phone }: Reached): Promise<CallerWay[]> {
  const hasTexts = phone !== null && (await connectionsOfPort(read, 'sms')).length > 0;
  return [...(email ? (['email'] as const) : []), ...(hasTexts ? (['sms'] as const) : [])];
}

/** A code to the address we have: whoever reads it out has the mailbox or the telephone. Never shown to the colleague. */
export const sendCallerCode = command({
  name: 'support.caller.send_code',
  actors: ['staff'],
  auditRefusal: true,
  limits: ({ clientId }, { credential }) => [
    { key: `caller/send/${clientId}`, max: 4, seconds: 900 },
    { key: `caller/send/${session(credential)}`, max: 30, seconds: 3_600 },
  ],
  input: SendCode,
  output: CallerCheckId,
  run: async (uow, { clientId, by }) => {
    await requireVisible(uow, clientId);
    const client = found(await findClient(uow, clientId), 'client_not_found');
    if (!(await waysTo(uow, client)).includes(by)) throw new Refusal('rejected', 'no_address_to_send_to');
    const userId = found(uow.actor.userId, 'user_not_found');
    const id = uow.id('callerCheck');
    await insertCallerCheck(uow, {
      id,
      clientId,
      userId,
      userName: uow.actor.name,
      channel: by,
      sentAt: uow.now,
      expiresAt: new Date(uow.now.getTime() + codeMinutes * minuteMs),
    });
    uow.audit({ object: { type: 'callerCheck', id }, client: clientId, facts: { by } });
    uow.emit({ name: 'support/caller_code.issued', data: { callerCheckId: id, clientId } });
    return { id };
  },
});

/** Wrong guesses are counted outside, so that they cost: six digits may not be tried more than five times. */
export const verifyCaller = command({
  name: 'support.caller.verify',
  actors: ['staff'],
  auditRefusal: true,
  limits: ({ clientId }) => [{ key: `caller/guess/${clientId}`, max: 5, seconds: 900 }],
  input: VerifyCaller,
  output: CallerStanding,
  run: async (uow, { clientId, code }) => {
    await requireVisible(uow, clientId);
    const userId = found(uow.actor.userId, 'user_not_found');
    const row = found(await newestCallerCheck(uow, clientId, userId, true), 'code_expired');
    if (row.verifiedAt || row.expiresAt <= uow.now) throw new Refusal('rejected', 'code_expired', { field: 'code' });
    if ((await codeOf(uow.ctx.keys, uow.tenant.id, row.id)) !== code)
      throw new Refusal('rejected', 'invalid_code', { field: 'code' });
    const verifiedUntil = new Date(uow.now.getTime() + callerMinutes * minuteMs);
    await updateCallerCheck(uow, row.id, { verifiedAt: uow.now, verifiedUntil });
    uow.audit({
      object: { type: 'callerCheck', id: row.id },
      client: clientId,
      changes: { verifiedUntil: [null, verifiedUntil] },
    });
    const { sentAt, expiresAt, deliveredAt } = row;
    const verifiedBy = SendCode.shape.by.parse(row.channel);
    return { sentAt, expiresAt, isDelivered: deliveredAt !== null, verifiedUntil, verifiedBy, ways: [] };
  },
});

export const readCaller = query({
  name: 'support.caller.read',
  actors: ['staff'],
  input: OfCaller,
  output: CallerStanding,
  run: async (read, { clientId }) => {
    await requireVisible(read, clientId, 'support.caller.read');
    const userId = found(read.actor.userId, 'user_not_found');
    const client = found(await findClient(read, clientId), 'client_not_found');
    const [newest, live] = await Promise.all([
      newestCallerCheck(read, clientId, userId),
      liveCallerCheck(read, clientId, userId),
    ]);
    const waits = newest && !newest.verifiedAt && newest.expiresAt > read.now ? newest : null;
    return {
      sentAt: waits?.sentAt ?? null,
      expiresAt: waits?.expiresAt ?? null,
      isDelivered: waits?.deliveredAt != null,
      verifiedUntil: live?.verifiedUntil ?? null,
      verifiedBy: live ? SendCode.shape.by.parse(live.channel) : null,
      ways: await waysTo(read, client),
    };
  },
});

/** What is masked is read to a caller only after he was checked; a reveal without a caller is another verb and other people. */
export const revealToCaller = command({
  name: 'support.caller.reveal',
  actors: ['staff'],
  auditRefusal: true,
  secretOutput: true,
  limits: (_input, { credential }) => [{ key: `reveal/${session(credential)}`, max: 40, seconds: 3_600 }],
  input: RevealToCaller,
  output: z.object({ value: z.string().nullable() }),
  run: async (uow, { clientId, field, reason }) => {
    await requireVisible(uow, clientId);
    await provenCaller(uow, clientId);
    return { value: await revealedField(uow, clientId, field, reason) };
  },
});

export const prepareCallerCode = query({
  name: 'support.caller.prepare_code',
  actors: ['job'],
  input: CallerCheckId,
  output: CallerCode.nullable(),
  run: async (read, { id }) => {
    const row = await findCallerCheck(read, id);
    if (!row || row.deliveredAt || row.verifiedAt || row.expiresAt <= read.now) return null;
    const client = await findClient(read, row.clientId);
    const by = SendCode.shape.by.parse(row.channel);
    if (!client || !(await waysTo(read, client)).includes(by)) return null;
    const [texts] = by === 'sms' ? await connectionsOfPort(read, 'sms') : [];
    const to = by === 'sms' ? `+${(client.phone ?? '').replaceAll(/\D/g, '')}` : (client.email ?? '');
    const [user, look] = await Promise.all([findUserOfClient(read, row.clientId), brandLook(read, client.brandId)]);
    return {
      id,
      clientId: row.clientId,
      userId: user?.id ?? null,
      by,
      connectionId: texts?.id ?? null,
      to,
      name: client.displayName,
      language: client.language,
      code: await codeOf(read.ctx.keys, read.tenant.id, id),
      agent: row.userName,
      brand: look ?? { name: read.tenant.name, color: '#1f6feb', senderEmail: null },
    };
  },
});

export const recordCallerCode = command({
  name: 'support.caller.record_code',
  actors: ['job'],
  input: CallerCheckId.extend({ outcome: z.string().max(40) }),
  output: z.object({}),
  run: async (uow, { id, outcome }) => {
    const row = found(await findCallerCheck(uow, id, true), 'caller_check_not_found');
    const isTaken = outcome === 'accepted' || outcome === 'unknown';
    if (isTaken && !row.deliveredAt) await updateCallerCheck(uow, id, { deliveredAt: uow.now });
    uow.audit({ object: { type: 'callerCheck', id }, client: row.clientId, facts: { outcome } });
    return {};
  },
});
