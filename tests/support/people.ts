import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { buildPorts } from '@/server/adapters/registry';
import { systemRng } from '@/server/kernel/clock';
import type { Ctx, Surface } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Ports } from '@/server/kernel/ports';
import { acceptInvitation, inviteStaff, listRoles } from '@/server/modules/access';
import { openSession, signInWithPassword, tokenTextOf } from '@/server/modules/identity';
import { signUp } from '@/server/modules/tenancy';
import { makeCtx, type TestTenant, testTenant } from './house';

export const password = 'correct horse battery staple';

/** Passwords, pictures and the site are the real adapters; nothing reaches outside. */
export function portsOf(tenant: TestTenant): Ports {
  const { database, keys, log, clock } = makeCtx(tenant);
  return buildPorts({ database, keys, log, clock, rng: systemRng });
}

export type Home = {
  /** Any tenant of the worker's database: its pool and its ports. */
  readonly base: TestTenant;
  readonly ports: Ports;
  ctx(slug: string, overrides?: Partial<Ctx>): Ctx;
  platform(overrides?: Partial<Ctx>): Ctx;
};

export async function home(): Promise<Home> {
  const base = await testTenant();
  const ports = portsOf(base);
  const ctx = (slug: string, overrides: Partial<Ctx> = {}) =>
    makeCtx(base, {
      ports,
      tenant: { slug },
      credential: { kind: 'anonymous' },
      request: { id: randomUUID(), ip: `10.${[...randomBytes(3)].join('.')}` },
      ...overrides,
    });
  return { base, ports, ctx, platform: (overrides) => ctx('platform', overrides) };
}

export const newEmail = (name = 'p') => `${name}-${randomBytes(5).toString('hex')}@example.test`;

export function signUpInput(overrides: { slug?: string; email?: string; kind?: 'brokerage' | 'prop' | 'both' } = {}) {
  const slug = overrides.slug ?? `b-${randomBytes(5).toString('hex')}`;
  return {
    kind: overrides.kind ?? ('brokerage' as const),
    name: `Broker ${slug}`,
    slug,
    entity: { name: 'Aurora Markets Ltd', jurisdiction: 'CY' },
    brand: { name: 'Aurora', color: '#0b5fff' },
    administrator: { name: 'Ada Admin', email: overrides.email ?? newEmail('ada'), password },
  };
}

/** Credential of a session that a ticket opened. */
export async function withTicket(house: Home, slug: string, ticket: string, surface: Surface = 'desk'): Promise<Ctx> {
  const { sessionId } = await openSession(house.ctx(slug), { ticket });
  return house.ctx(slug, {
    credential: { kind: 'session', sessionId: uuidFromId('session', sessionId), surface },
  });
}

export async function signedIn(house: Home, slug: string, email: string, surface: Surface = 'desk'): Promise<Ctx> {
  const step = await signInWithPassword(house.ctx(slug), { surface, email, password });
  if (step.step !== 'ticket') throw new Error('this account has a second factor');
  return withTicket(house, slug, step.ticket, surface);
}

export type Broker = { slug: string; tenantId: string; email: string; admin: Ctx };

/** A company that has just signed up, and its administrator's desk. */
export async function newBroker(house: Home, overrides: Parameters<typeof signUpInput>[0] = {}): Promise<Broker> {
  const input = signUpInput(overrides);
  const { slug, tenantId, ticket } = await signUp(house.platform(), input);
  return { slug, tenantId, email: input.administrator.email, admin: await withTicket(house, slug, ticket) };
}

export async function roleId(admin: Ctx, key: string): Promise<Id<'role'>> {
  const { rows } = await listRoles(admin, {});
  const row = rows.find((role) => role.key === key);
  if (!row) throw new Error(`no role ${key}`);
  return row.id;
}

/** A colleague with one preset role, through invitation and acceptance. The link's token is what the mail job would write. */
export async function colleague(
  house: Home,
  broker: Broker,
  key: string,
  options: { name?: string; endsAt?: Date; rowScope?: 'own' | 'all' } = {},
): Promise<{ ctx: Ctx; email: string; userId: Id<'user'> }> {
  const email = newEmail(key.replaceAll('_', ''));
  const name = options.name ?? `${key} person`;
  await inviteStaff(broker.admin, {
    email,
    name,
    roles: [{ roleId: await roleId(broker.admin, key), rowScope: options.rowScope ?? 'all' }],
    ...(options.endsAt ? { endsAt: options.endsAt } : {}),
  });
  const token = await invitationToken(house, broker, email);
  const { ticket } = await acceptInvitation(house.ctx(broker.slug), { token, name, password });
  const { sessionId, userId } = await openSession(house.ctx(broker.slug), { ticket });
  const ctx = house.ctx(broker.slug, {
    credential: { kind: 'session', sessionId: uuidFromId('session', sessionId), surface: 'desk' },
  });
  return { ctx, email, userId };
}

/** The newest link of an address, read as the mail job reads it. */
export async function mailedToken(house: Home, tenantId: string, kind: string, email: string): Promise<string> {
  const rows = await asOwner<{ id: string }>(
    house,
    `select t.id from one_time_token t left join app_user u on u.tenant_id = t.tenant_id and u.id = t.user_id
     where t.tenant_id = $1 and t.kind = $2 and coalesce(u.email, t.payload->>'email') = $3 order by t.created_at desc, t.id desc limit 1`,
    [tenantId, kind, email],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error(`no ${kind} token for this address`);
  const { keys } = makeCtx(house.base);
  return tokenTextOf(keys, tenantId, kind as 'invitation', idFromUuid('token', id));
}

const invitationToken = (house: Home, broker: Broker, email: string) =>
  mailedToken(house, broker.tenantId, 'invitation', email);

/** Looks behind the product's back, as the superuser. */
export async function asOwner<T extends Record<string, unknown>>(
  house: Home,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: house.base.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}
