import { z } from 'zod';
import { found, InvariantError } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { ConnectionRow, CreateConnection, OpenedConnection, ports, UpdateConnection } from '../contract';
import {
  allConnections,
  type ConnectionRecord,
  connectionsOfPort,
  findConnection,
  findEntity,
  insertConnection,
  updateConnection,
} from '../repository/tenant';

const Nothing = z.object({});
const place = (row: string) => ({ table: 'connection', column: 'secrets', row }) as const;
const SecretMap = z.record(z.string(), z.string());
const ConfigMap = z.record(z.string(), z.unknown());

async function secretsOf(read: Read, row: ConnectionRecord): Promise<Record<string, string>> {
  const text = await openText(read, place(row.id), row.secrets);
  if (text === null) throw new InvariantError('the key of a connection was destroyed');
  return SecretMap.parse(JSON.parse(text));
}

const sealed = (uow: Uow, id: Id<'connection'>, secrets: Record<string, string>) =>
  seal(uow, 'tenant', place(id), JSON.stringify(secrets));

export const listConnections = query({
  name: 'tenancy.connection.list',
  actors: ['staff', 'job'],
  input: Nothing,
  output: z.object({ rows: z.array(ConnectionRow) }),
  run: async (read) => ({
    rows: await Promise.all(
      (await allConnections(read)).map(async (row) => ({
        id: row.id,
        entityId: row.entityId,
        port: z.enum(ports).parse(row.port),
        vendor: row.vendor,
        name: row.name,
        config: ConnectionRow.shape.config.parse(row.config),
        secretNames: Object.keys(await secretsOf(read, row)).sort(),
        state: ConnectionRow.shape.state.parse(row.state),
        lastOkAt: row.lastOkAt,
        lastError: row.lastError,
        lastErrorAt: row.lastErrorAt,
        lastCheckMs: row.lastCheckMs,
      })),
    ),
  }),
});

export const createConnection = command({
  name: 'tenancy.connection.create',
  actors: ['staff', 'job'],
  stepUp: true,
  auditRefusal: true,
  secretInput: true,
  input: CreateConnection,
  output: z.object({ id: idSchema('connection') }),
  run: async (uow, input) => {
    if (input.entityId) found(await findEntity(uow, input.entityId), 'entity_not_found');
    const id = uow.id('connection');
    await insertConnection(uow, {
      id,
      entityId: input.entityId ?? null,
      port: input.port,
      vendor: input.vendor,
      name: input.name,
      config: input.config,
      secrets: await sealed(uow, id, input.secrets),
      createdAt: uow.now,
    });
    uow.audit({
      object: { type: 'connection', id },
      changes: { vendor: [null, input.vendor], port: [null, input.port], config: [null, input.config] },
      facts: { secrets: Object.keys(input.secrets).sort() },
    });
    uow.emit({ name: 'tenancy/connection.changed', data: { connectionId: id } });
    return { id };
  },
});

export const changeConnection = command({
  name: 'tenancy.connection.change',
  actors: ['staff', 'job'],
  stepUp: true,
  auditRefusal: true,
  secretInput: true,
  input: UpdateConnection,
  output: Nothing,
  run: async (uow, { connectionId, secrets, ...input }) => {
    const before = found(await findConnection(uow, connectionId, { lock: true }), 'connection_not_found');
    const next = {
      name: input.name ?? before.name,
      config: input.config ?? before.config,
      state: input.state ?? before.state,
    };
    const merged = secrets && { ...(await secretsOf(uow, before)), ...secrets };
    await updateConnection(uow, connectionId, {
      ...next,
      ...(merged ? { secrets: await sealed(uow, connectionId, merged) } : {}),
    });
    uow.audit({
      object: { type: 'connection', id: connectionId },
      changes: {
        name: [before.name, next.name],
        config: [before.config, next.config],
        state: [before.state, next.state],
      },
      facts: { replacedSecrets: Object.keys(secrets ?? {}).sort() },
    });
    uow.emit({ name: 'tenancy/connection.changed', data: { connectionId } });
    return {};
  },
});

/** Asks the job that knows this port to knock at the vendor's door; the answer lands on the row. */
export const requestConnectionTest = command({
  name: 'tenancy.connection.test',
  actors: ['staff'],
  limits: (input) => [{ key: `connection-test/${input.connectionId}`, max: 30, seconds: 3_600 }],
  input: z.object({ connectionId: idSchema('connection') }),
  output: Nothing,
  run: async (uow, { connectionId }) => {
    const row = found(await findConnection(uow, connectionId), 'connection_not_found');
    uow.audit({ object: { type: 'connection', id: connectionId } });
    uow.emit({ name: 'tenancy/connection.test_requested', data: { connectionId, port: row.port, vendor: row.vendor } });
    return {};
  },
});

export const recordConnectionHealth = command({
  name: 'tenancy.connection.record_health',
  actors: ['job', 'webhook'],
  input: z.object({
    connectionId: idSchema('connection'),
    isOk: z.boolean(),
    error: z.string().max(300).nullish(),
    tookMs: z.int32().min(0).nullish(),
  }),
  output: Nothing,
  run: async (uow, { connectionId, isOk, error, tookMs }) => {
    const row = found(await findConnection(uow, connectionId), 'connection_not_found');
    const problem = error ?? 'failed';
    await updateConnection(uow, connectionId, {
      ...(isOk ? { lastOkAt: uow.now, lastError: null } : { lastError: problem, lastErrorAt: uow.now }),
      ...(tookMs === undefined ? {} : { lastCheckMs: tookMs }),
    });
    uow.audit({
      object: { type: 'connection', id: connectionId },
      changes: { isOk: [row.lastError === null, isOk] },
      facts: { tookMs: tookMs ?? null, ...(isOk ? {} : { problem }) },
    });
    if (isOk) await closeWork(uow, connectionId, 'reachable', 'connection_down');
    else
      await raiseWork(uow, {
        kind: 'connection_down',
        object: { type: 'connection', id: connectionId },
        title: `${row.name} (${row.vendor}) does not answer as it should: ${problem}`,
        team: 'administration',
        priority: 1,
      });
    return {};
  },
});

const opened = async (read: Read, row: ConnectionRecord) => ({
  id: row.id,
  port: row.port,
  vendor: row.vendor,
  state: row.state,
  config: ConfigMap.parse(row.config),
  secrets: await secretsOf(read, row),
});

/** For the adapters' registry alone: credentials leave the vault here and are never passed further. */
export const openConnection = query({
  name: 'tenancy.connection.open',
  actors: ['job', 'webhook'],
  input: z.object({ connectionId: idSchema('connection') }),
  output: OpenedConnection,
  run: async (read, { connectionId }) =>
    opened(read, found(await findConnection(read, connectionId), 'connection_not_found')),
});

/** The tenant's active connections of one port, oldest first: the first one is the default. */
export const openConnectionsOfPort = query({
  name: 'tenancy.connection.open_port',
  actors: ['job', 'webhook'],
  input: z.object({ port: z.enum(ports) }),
  output: z.object({ rows: z.array(OpenedConnection) }),
  run: async (read, { port }) => ({
    rows: await Promise.all((await connectionsOfPort(read, port)).map((row) => opened(read, row))),
  }),
});
