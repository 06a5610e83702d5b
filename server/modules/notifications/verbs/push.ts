import { z } from 'zod';
import { deviceName } from '@/server/kernel/device-name';
import { fromBase64Url, toBase64Url } from '@/server/kernel/encoding';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { findClient, subjectOf } from '@/server/modules/clients';
import { findUser } from '@/server/modules/identity';
import { PushDevices, PushKey, PushRing, SubscribePush } from '../push-contract';
import {
  addKey,
  addSubscription,
  endSubscriptions,
  keyRow,
  liveSubscriptions,
  subscriptionAt,
  subscriptionById,
} from '../repository/push';
import { self } from './preferences';

const own = { actors: ['staff', 'client'], ownAccount: true } as const;
/** Whoever has more has forgotten some; a subscription is an address we call. */
const devicesMax = 10;
const keyPlace = (tenant: string) => ({ table: 'push_key', column: 'private_key', row: tenant });
const addressPlace = (row: Id<'pushSubscription'>) => ({ table: 'push_subscription', column: 'address', row });
const endpointHash = (read: Read, endpoint: string) => read.ctx.keys.pepper('push/endpoint', endpoint);

async function makeKey(uow: Uow): Promise<void> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const [point, { d = '' }] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('jwk', pair.privateKey),
  ]);
  // A library may write the number without its leading zero; push libraries want all 32 bytes.
  const bytes = new Uint8Array(32);
  const number = fromBase64Url(d);
  bytes.set(number, 32 - number.length);
  const privateKey = await seal(uow, 'tenant', keyPlace(uow.tenant.id), toBase64Url(bytes));
  await addKey(uow, { publicKey: toBase64Url(new Uint8Array(point)), privateKey, createdAt: uow.now });
}

/** The key a browser's subscription is bound to; made for the tenant when somebody wants it first. */
export const preparePush = command({
  ...own,
  name: 'notifications.push.prepare',
  input: z.object({}),
  output: PushKey,
  run: async (uow) => {
    const known = await keyRow(uow);
    if (!known) await makeKey(uow);
    uow.audit({ object: { type: 'pushKey', id: uow.tenant.id }, facts: { isNew: known === null } });
    return { publicKey: found(known ?? (await keyRow(uow)), 'push_not_ready').publicKey };
  },
});

export const listPushDevices = query({
  ...own,
  name: 'notifications.push.list',
  input: z.object({}),
  output: PushDevices,
  run: async (read) => ({ rows: await liveSubscriptions(read, self(read.actor).recipient) }),
});

/** This browser is rung from now on. Whoever used it before is not any more: a browser rings for one person. */
export const subscribePush = command({
  ...own,
  name: 'notifications.push.subscribe',
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? [{ key: `push/${ctx.credential.sessionId}`, max: 20, seconds: 3_600 }] : [],
  input: SubscribePush,
  output: z.object({ id: idSchema('pushSubscription') }),
  run: async (uow, address) => {
    const { recipient, isClient } = self(uow.actor);
    const { clientId = null, userId = null } = uow.actor;
    if (uow.ctx.ports.push.refuses(address.endpoint))
      throw new Refusal('invalid', 'push_service_refused', { field: 'endpoint' });
    const hash = await endpointHash(uow, address.endpoint);
    const before = await subscriptionAt(uow, hash);
    const present = await liveSubscriptions(uow, recipient);
    if (present.length >= devicesMax && before?.recipient !== recipient)
      throw new Refusal('rejected', 'too_many_devices');
    if (before) await endSubscriptions(uow, { id: before.id }, 'taken_over');
    const client = isClient && clientId ? found(await findClient(uow, clientId), 'client_not_found') : null;
    const id = uow.id('pushSubscription');
    const sealed = await seal(
      uow,
      client ? subjectOf(client.personId) : 'tenant',
      addressPlace(id),
      JSON.stringify(address),
    );
    const device = deviceName(uow.request.userAgent ?? null);
    const whose = isClient ? { clientId, userId: null } : { clientId: null, userId };
    const row = { id, recipient, ...whose, endpointHash: hash, address: sealed, device, createdAt: uow.now };
    if (!(await addSubscription(uow, row))) throw new Refusal('conflict', 'already_done');
    uow.audit({
      object: { type: 'pushSubscription', id },
      ...(client ? { client: client.id } : {}),
      facts: { device },
    });
    return { id };
  },
});

export const unsubscribePush = command({
  ...own,
  name: 'notifications.push.unsubscribe',
  input: z.object({ id: idSchema('pushSubscription') }),
  output: z.object({}),
  run: async (uow, { id }) => {
    const row = await subscriptionById(uow, id);
    if (!row || row.recipient !== self(uow.actor).recipient) throw new Refusal('not_found', 'push_device_not_found');
    await endSubscriptions(uow, { id }, 'unsubscribed');
    uow.audit({ object: { type: 'pushSubscription', id }, ...(row.clientId ? { client: row.clientId } : {}) });
    return {};
  },
});

/** Somebody else was in his account and may have had his own browser rung. */
export const endPushOf = command({
  name: 'notifications.push.end_all',
  actors: ['job'],
  input: z.object({ userId: idSchema('user') }),
  output: z.object({ ended: z.number().int() }),
  run: async (uow, { userId }) => {
    const user = found(await findUser(uow, userId), 'user_not_found');
    const ended = await endSubscriptions(uow, { recipient: user.clientId ?? user.id }, 'not_me');
    uow.audit({
      object: { type: 'pushSubscription', id: user.id },
      ...(user.clientId ? { client: user.clientId } : {}),
      facts: { ended: ended.length },
    });
    return { ended: ended.length };
  },
});

/** Address and keys of one ring; null once the browser has been taken off or its person was erased. */
export const readPushRing = query({
  name: 'notifications.push.read_ring',
  actors: ['job'],
  input: z.object({ subscriptionId: idSchema('pushSubscription') }),
  output: PushRing.nullable(),
  run: async (read, { subscriptionId }) => {
    const [row, key] = [await subscriptionById(read, subscriptionId), await keyRow(read)];
    if (!row || row.endedAt || !key) return null;
    const address = await openText(read, addressPlace(row.id), row.address);
    const privateKey = await openText(read, keyPlace(read.tenant.id), key.privateKey);
    if (address === null || privateKey === null) return null;
    return { ...SubscribePush.parse(JSON.parse(address)), publicKey: key.publicKey, privateKey };
  },
});
