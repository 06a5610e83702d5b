import type { Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { openConnection } from '@/server/modules/tenancy';
import type { PortsDeps } from './registry';

/** Settings of a connection are flat (`endpoint.host`, `webhookSecrets.0`) so that a form can edit them; adapters read a tree. */
export function unflatten(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    if (value === null || value === undefined) continue;
    const names = path.split('.');
    let node = root;
    for (const name of names.slice(0, -1)) {
      node[name] ??= {};
      node = node[name] as Record<string, unknown>; // made on this line or an earlier one
    }
    node[names.at(-1) ?? path] = value;
  }
  return withArrays(root) as Record<string, unknown>;
}

/** A node whose names are 0, 1, 2 … is a list. */
function withArrays(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => [name, withArrays(value)] as const);
  const isList = entries.length > 0 && entries.every(([name], i) => name === String(i));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

type Opened = { vendor: string; settings: Record<string, unknown>; stamp: string };
type Cached<P> = { stamp: string; port: P; checkedAt: number };

const recheckMs = 5_000;

/**
 * Ports by tenant and connection. Sessions to vendors are worth keeping, so a port lives on while its settings are the same;
 * they are read again after a few seconds.
 */
export function connectionPorts<P>(
  deps: PortsDeps,
  kinds: readonly string[],
  build: (vendor: string, settings: Record<string, unknown>) => Promise<P>,
) {
  const cache = new Map<string, Cached<P>>();
  return {
    async of(tenantId: string, connectionId: string): Promise<P> {
      const key = `${tenantId}/${connectionId}`;
      const known = cache.get(key);
      if (known && performance.now() - known.checkedAt < recheckMs) return known.port;
      const opened = await open(deps, kinds, tenantId, connectionId);
      if (known?.stamp === opened.stamp) {
        known.checkedAt = performance.now();
        return known.port;
      }
      const port = await build(opened.vendor, opened.settings);
      cache.set(key, { stamp: opened.stamp, port, checkedAt: performance.now() });
      return port;
    },
  };
}

async function open(
  deps: PortsDeps,
  kinds: readonly string[],
  tenantId: string,
  connectionId: string,
): Promise<Opened> {
  const ctx: Ctx = {
    ...deps,
    ports: deps.ports(),
    tenant: { id: tenantId },
    credential: { kind: 'job', name: 'registry' },
    request: { id: crypto.randomUUID() },
  };
  const row = await openConnection(ctx, { connectionId: connectionId as Id<'connection'> }); // the verb checks the kind of id
  if (!kinds.includes(row.port) || row.state === 'removed')
    throw new Refusal('unavailable', 'connection_unusable', { params: { port: row.port, state: row.state } });
  const settings = unflatten({ ...row.config, ...row.secrets });
  return { vendor: row.vendor, settings, stamp: JSON.stringify([row.vendor, settings]) };
}
