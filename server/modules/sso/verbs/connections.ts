import { z } from 'zod';
import { covers } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { allRoles, checkedRoles, staffHolding } from '@/server/modules/access';
import { findUser, hasSecondFactor, namesOf } from '@/server/modules/identity';
import {
  ConnectionId,
  ConnectionList,
  ConnectionRow,
  ReadMetadata,
  SaveConnection,
  Settings,
  Stop,
  TestResult,
} from '../contract';
import { lifted } from '../enforcement';
import {
  allConnections,
  type ConnectionRecord,
  findConnection,
  insertConnection,
  peopleByConnection,
  updateConnection,
} from '../repository';
import { openedSecret, oursOf, sealedSecret, storedOf } from '../stored';

export const administratorsVerb = 'access.staff.assign';
const Nothing = z.object({});
const objectOf = (id: string) => ({ type: 'ssoConnection', id });

/** Administrators with how each would prove himself without the provider. */
export async function ownersOf(read: Read) {
  const ids = await staffHolding(read, administratorsVerb);
  const users = await Promise.all(ids.map((id) => findUser(read, id)));
  const owners = users.flatMap((user) => (user?.passwordHash ? [user] : []));
  const factors = await Promise.all(owners.map((user) => hasSecondFactor(read, user)));
  return owners.map(({ id, name }, i) => ({ id, name, hasSecondFactor: factors[i] ?? false }));
}

function shownConnection(read: Read, row: ConnectionRecord) {
  const [draft, live] = [storedOf(row.draft), storedOf(row.live)];
  const shown = found(draft ?? live, 'sso_connection_not_found');
  return {
    id: row.id,
    protocol: shown.settings.protocol,
    state: ConnectionRow.shape.state.parse(row.state),
    version: row.version,
    settings: shown.settings,
    hasSecret: shown.secret !== null,
    isWaiting: draft !== null,
    isEnforced: row.isEnforced,
    testedAt: row.testedAt,
    testError: row.testError,
    publishedAt: row.publishedAt,
    lastUsedAt: row.lastUsedAt,
    ours: oursOf(read, row.id),
  };
}

export const listConnections = query({
  name: 'sso.connection.list',
  actors: ['staff'],
  input: Nothing,
  output: ConnectionList,
  run: async (read) => {
    const [rows, people, owners] = await Promise.all([allConnections(read), peopleByConnection(read), ownersOf(read)]);
    const names = await namesOf(
      read,
      rows.flatMap(({ breakGlassUserId }) => (breakGlassUserId ? [breakGlassUserId] : [])),
    );
    return {
      owners,
      rows: rows.map((row) => ({
        ...shownConnection(read, row),
        breakGlass: row.breakGlassUserId ? (names.get(row.breakGlassUserId) ?? null) : null,
        people: people.get(row.id) ?? 0,
      })),
    };
  },
});

/** A group may bring a job, not the power to hand jobs out: that stays a decision about one person. */
async function requireMappable(uow: Uow, { groupRoles }: Settings): Promise<void> {
  if (groupRoles.length === 0) return;
  const roles = await allRoles(uow);
  for (const { group: _group, ...assignment } of groupRoles) {
    await checkedRoles(uow, [assignment], { solo: false, endsAt: null });
    const role = roles.find(({ id }) => id === assignment.roleId);
    if (role?.grants.some((grant) => covers(grant, administratorsVerb)))
      throw new Refusal('rejected', 'sso_role_not_by_group', { field: 'groupRoles', params: { role: role.name } });
  }
}

/** Saves what is to be. Who signs in how changes only when two people publish it. */
export const saveConnection = command({
  name: 'sso.connection.save',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  secretInput: true,
  input: SaveConnection,
  output: z.object({ id: idSchema('ssoConnection'), version: z.number().int() }),
  run: async (uow, { id: known, settings, clientSecret }) => {
    const before = known ? found(await findConnection(uow, known, { lock: true }), 'sso_connection_not_found') : null;
    if (before && before.protocol !== settings.protocol) throw new Refusal('rejected', 'sso_protocol_fixed');
    await requireMappable(uow, settings);
    const id = before?.id ?? uow.id('ssoConnection');
    const kept = storedOf(before?.draft ?? null) ?? storedOf(before?.live ?? null);
    const secret = clientSecret ? await sealedSecret(uow, id, clientSecret) : (kept?.secret ?? null);
    const version = (before?.version ?? 0) + 1;
    const values = { draft: { settings, secret }, version, testedAt: null, testError: null };
    if (before) await updateConnection(uow, id, values);
    else
      await insertConnection(uow, {
        ...values,
        id,
        protocol: settings.protocol,
        state: 'draft',
        createdAt: uow.now,
      });
    uow.audit({
      object: objectOf(id),
      changes: { draft: [kept?.settings ?? null, settings], version: [before?.version ?? null, version] },
      facts: { hasNewSecret: Boolean(clientSecret) },
    });
    return { id, version };
  },
});

/** Stopping is one person: whoever sees a provider that is no longer his own must not wait for a second. */
export const stopConnection = command({
  name: 'sso.connection.stop',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Stop,
  output: Nothing,
  run: async (uow, { id, isForGood, reason }) => {
    const row = found(await findConnection(uow, id, { lock: true }), 'sso_connection_not_found');
    const state = isForGood ? 'removed' : 'paused';
    await updateConnection(uow, id, { state });
    if (row.isEnforced) await lifted(uow, row, reason);
    uow.audit({ object: objectOf(id), changes: { state: [row.state, state] }, reason });
    return {};
  },
});

export const testConnection = command({
  name: 'sso.connection.test',
  actors: ['staff'],
  input: ConnectionId,
  output: ConnectionId,
  run: async (uow, { id }) => {
    found(await findConnection(uow, id), 'sso_connection_not_found');
    uow.audit({ object: objectOf(id) });
    return { id };
  },
});

export const recordTest = command({
  name: 'sso.connection.record_test',
  actors: ['job'],
  input: ConnectionId.extend({ error: z.string().max(60).nullable(), detail: z.string().max(500) }),
  output: TestResult,
  run: async (uow, { id, error, detail }) => {
    found(await findConnection(uow, id, { lock: true }), 'sso_connection_not_found');
    await updateConnection(uow, id, { testedAt: uow.now, testError: error });
    uow.audit({ object: objectOf(id), facts: { error, detail } });
    return { error, detail };
  },
});

/** With the secret: for whoever speaks to the provider in the house's name, right after the verb that let him. */
export const openConnection = query({
  name: 'sso.connection.open',
  actors: ['job'],
  input: ConnectionId.extend({ which: z.enum(['live', 'newest']) }),
  output: z.object({
    settings: Settings,
    secret: z.string().nullable(),
    callbackUrl: z.string(),
    entityId: z.string(),
  }),
  run: async (read, { id, which }) => {
    const row = found(await findConnection(read, id), 'sso_connection_not_found');
    const newest = which === 'newest' ? storedOf(row.draft) : null;
    const stored = found(newest ?? storedOf(row.live), 'sso_connection_not_found');
    if (which === 'live' && row.state !== 'active') throw new Refusal('rejected', 'sso_connection_off');
    const { callbackUrl, entityId } = oursOf(read, id);
    return { settings: stored.settings, secret: await openedSecret(read, id, stored), callbackUrl, entityId };
  },
});

export const readMetadata = command({
  name: 'sso.metadata.read',
  actors: ['staff'],
  input: ReadMetadata,
  output: ReadMetadata,
  run: async (uow, input) => {
    if (!input.url && !input.xml) throw new Refusal('invalid', 'sso_metadata_unreadable', { field: 'xml' });
    uow.audit({ object: { type: 'ssoMetadata', id: input.url ?? 'pasted' } });
    return input;
  },
});

/** For the provider's administrator: our own metadata, which holds nothing secret. */
export const lookAtOurs = query({
  name: 'sso.connection.look',
  actors: ['anonymous', 'staff'],
  ownAccount: true,
  input: ConnectionId,
  output: z.object({ callbackUrl: z.string(), entityId: z.string(), protocol: z.string() }),
  run: async (read, { id }) => {
    const row = found(await findConnection(read, id), 'sso_connection_not_found');
    const { callbackUrl, entityId } = oursOf(read, id);
    return { callbackUrl, entityId, protocol: row.protocol };
  },
});
