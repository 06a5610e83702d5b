import { randomUUID } from 'node:crypto';
import superjson from 'superjson';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { toCsv } from '@/app/_ui/table/csv';
import { hintsOf } from '@/server/gateways/live-hints';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid, isId, uuidFromId } from '@/server/kernel/ids';
import { type SensitiveClass, sensitiveClasses } from '@/server/kernel/sensitive';
import { createApiKey } from '@/server/modules/access';
import type { AuditRow } from '@/server/modules/audit';
import { listClients } from '@/server/modules/clients';
import { openSession, startImpersonation } from '@/server/modules/identity';
import { tellOf } from '@/server/modules/notifications';
import { publicApi } from '@/server/transports/rest/v1';
import { handleTrpc } from '@/server/transports/trpc/handler';
import { routes } from '@/server/transports/trpc/root';
import { signedIn, staffCtx } from '../support/actors';
import { makeCtx } from '../support/house';
import { asOwner } from '../support/owner';
import { postOffice } from '../support/post';
import { type SecretsWorld, secrets, secretsWorld } from './secrets-world';
import { sample } from './verbs';

type Leaf = {
  readonly spec?: { readonly name: string; readonly input: z.ZodType; readonly actors: readonly string[] };
};
type Asked = { path: string; name: string; input: z.ZodType; actors: readonly string[] };

/** Every query as the wire knows it. */
function queriesOf(at: object, path: string[] = []): Asked[] {
  return Object.entries(at).flatMap(([name, value]: [string, unknown]) => {
    const leaf = value as Leaf & { orPark?: unknown };
    if (typeof value !== 'function') return queriesOf(value as object, [...path, name]);
    if (!leaf.spec || 'orPark' in leaf) return [];
    return [{ path: [...path, name].join('.'), ...leaf.spec }];
  });
}

/** With nothing that narrows, and once more with every id a filter would take. */
function inputsFor(schema: z.ZodType, ids: SecretsWorld['ids']): Record<string, unknown>[] {
  const shape = (schema as z.ZodObject).shape ?? {};
  const fields = Object.entries(shape) as [string, z.ZodType][];
  const pick = (keep: (name: string, field: z.ZodType, value: unknown) => boolean) =>
    Object.fromEntries(
      fields.flatMap(([name, field]) => {
        const { value } = sample(field, ids);
        return value !== undefined && keep(name, field, value) ? [[name, value]] : [];
      }),
    );
  const isNeeded = (field: z.ZodType) => !field.safeParse(undefined).success;
  const isOneId = (value: unknown) => typeof value === 'string' && /^[a-z]+_[0-9a-z]{26}$/.test(value);
  const least = pick((_name, field) => isNeeded(field));
  const pointed = pick((_name, field, value) => isNeeded(field) || isOneId(value));
  const objects = [ids.client, ids.deposit, ids.withdrawal, ids.application, ids.approval, ids.instrument];
  return 'objectId' in shape ? objects.map((objectId) => ({ ...least, objectId })) : [least, pointed];
}

const found = (text: string) => Object.keys(secrets).filter((secret) => text.includes(secret));
const beyond = (text: string, may: (kind: SensitiveClass) => boolean) =>
  Object.entries(secrets).flatMap(([secret, kind]) => (!may(kind) && text.includes(secret) ? [secret] : []));

describe('what leaves the house, over every wire', () => {
  let world: SecretsWorld;
  beforeAll(async () => {
    world = await secretsWorld();
  }, 120_000);

  const reader = (grants: readonly string[]) => staffCtx(world.house.tenant, grants).then(world.house.withPorts);

  /** Every query of the house as this person, over tRPC: name → what came over the wire. */
  async function everything(ctx: Ctx, kind: string): Promise<Map<string, string>> {
    const heard = new Map<string, string>();
    for (const { path, name, input, actors } of queriesOf(routes)) {
      if (!actors.includes(kind)) continue;
      for (const one of inputsFor(input, world.ids)) {
        const query = encodeURIComponent(JSON.stringify(superjson.serialize(one)));
        const request = new Request(`http://localhost/api/trpc/${path}?input=${query}`, {
          headers: { host: 'localhost' },
        });
        const answer = await handleTrpc(request, async () => ({ ctx: { ...ctx, request: { id: randomUUID() } } }));
        heard.set(name, `${heard.get(name) ?? ''}\n${await answer.text()}`);
      }
    }
    return heard;
  }

  const leaks = (heard: ReadonlyMap<string, string>, may: (kind: SensitiveClass) => boolean) =>
    [...heard].flatMap(([name, text]) => beyond(text, may).map((secret) => `${name} shows ${secret}`));

  it('tRPC: a reader of everything without a class sees none of it', async () => {
    const heard = await everything(await reader(['read:*']), 'staff');
    expect(heard.size).toBeGreaterThan(70);
    expect(leaks(heard, () => false)).toEqual([]);
  });

  it.each(sensitiveClasses)('tRPC: with the class %s he sees that one', async (kind) => {
    const heard = await everything(await reader(['read:*', `sensitive.${kind}`]), 'staff');
    expect(leaks(heard, (one) => one === kind)).toEqual([]);
    // Without this the silence above would prove nothing.
    expect(found([...heard.values()].join('\n')).filter((secret) => secrets[secret] === kind)).not.toEqual([]);
  });

  it('tRPC: who looks through the client’s eyes sees no more than at his own desk, the client himself all that is his', async () => {
    const agent = await reader(['identity.impersonation.start']);
    const { ticket } = await startImpersonation(agent, {
      clientId: world.clientId,
      reason: 'asked for help',
      minutes: 5,
    });
    const opened = await openSession(makeCtx(world.house.tenant, { credential: { kind: 'anonymous' } }), { ticket });
    const sessionId = uuidFromId('session', opened.sessionId);
    const eyes = makeCtx(world.house.tenant, { credential: { kind: 'session', sessionId, surface: 'portal' } });
    expect(leaks(await everything(world.house.withPorts(eyes), 'client'), () => false)).toEqual([]);
    const own = await everything(world.self, 'client');
    expect(leaks(own, (kind) => kind !== 'restricted_reason')).toEqual([]);
    expect(found([...own.values()].join('\n')).length).toBeGreaterThan(2);
  });

  it('REST: a key needs the class as well as the list', async () => {
    const api = publicApi(async (caller) => makeCtx(world.house.tenant, { ...caller, ports: world.house.ports }));
    const ask = async (scopes: string[]) => {
      const { key } = await createApiKey(world.house.administrator, { name: 'reader', scopes });
      const headers = { authorization: `Bearer ${key}` };
      const document = await (await api.fetch(new Request('http://localhost/api/v1/openapi.json'))).json();
      const paths = Object.keys((document as { paths: object }).paths);
      const answers = paths.map(async (path) =>
        (
          await api.fetch(
            new Request(`http://localhost${path.startsWith('/api') ? path : `/api/v1${path}`}`, { headers }),
          )
        ).text(),
      );
      return (await Promise.all(answers)).join('\n');
    };
    const bare = await ask(['read:*']);
    expect(bare).toContain('Oosterveld');
    expect(beyond(bare, () => false)).toEqual([]);
    const more = await ask(['read:*', 'sensitive.contact']);
    expect(found(more)).toContain('kanarie-second@clients.example');
    expect(beyond(more, (kind) => kind === 'contact')).toEqual([]);
  });

  it('server-sent events: what screens are told holds names of things and no value of them', async () => {
    const { rows } = await asOwner(world.house.tenant, (query) =>
      query(
        'select object_type as "objectType", object_id as "objectId", client_id as uuid, restricted_to as "restrictedTo" from audit_entry where tenant_id = $1',
        [world.house.tenant.id],
      ),
    );
    const entries = rows.map(({ uuid, ...row }) => ({ ...row, clientId: uuid ? idFromUuid('client', uuid) : null }));
    const hints = hintsOf(entries as AuditRow[]); // the columns hints are made of
    expect(hints.length).toBeGreaterThan(5);
    expect(found(JSON.stringify(hints))).toEqual([]);
    for (const { id, client } of hints) {
      expect(id === null || /^[a-z_]+$/i.test(id) || /^[a-z]+_[0-9a-z]{26}$/.test(id)).toBe(true);
      expect(client === undefined || isId('client', client)).toBe(true);
    }
  });

  it('mail: what waits for approval is told without what its reader may not know', async () => {
    const post = await postOffice();
    const blind = await signedIn(world.house.tenant, ['clients.hold.release', 'payments.withdrawal.approve']);
    const knowing = await signedIn(world.house.tenant, ['clients.hold.release', 'sensitive.restricted_reason']);
    const { rows } = await asOwner(world.house.tenant, (query) =>
      query(`select id from approval_request where tenant_id = $1 and state = 'waiting'`, [world.house.tenant.id]),
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { id } of rows)
      await tellOf(post.through(world.house.job), {
        eventId: randomUUID(),
        event: 'approvals/request.opened',
        data: { approvalId: idFromUuid('approval', id) },
      });
    const mailTo = (uuid: string) => JSON.stringify(post.handed.filter(({ to }) => to.startsWith(uuid)));
    expect(mailTo(blind.userUuid).length).toBeGreaterThan(50);
    expect(beyond(mailTo(blind.userUuid), () => false)).toEqual([]);
    expect(found(mailTo(knowing.userUuid))).toEqual(['kanarie suspicion is gone']);
  });

  it('CSV: a file holds what the table showed', async () => {
    const file = async (grants: string[]) => {
      const { rows } = await listClients(await reader(grants), {});
      const columns = Object.keys(rows[0] ?? {}).map((id) => ({
        id,
        header: id,
        text: (row: (typeof rows)[number]) => String(row[id as keyof typeof row] ?? ''),
      }));
      return toCsv(columns as never, rows);
    };
    expect(found(await file(['read:clients.*']))).toEqual([]);
    expect(found(await file(['read:clients.*', 'sensitive.contact']))).toEqual(['kanarie-second@clients.example']);
  });
});
