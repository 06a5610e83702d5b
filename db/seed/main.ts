import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connectPlatform } from '@/db/platform-client';
import { renderIdentityMail } from '@/jobs/identity';
import { seededRng, systemClock, systemRng } from '@/server/kernel/clock';
import type { Credential, Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { acceptInvitation, inviteStaff, listRoles } from '@/server/modules/access';
import { assignOwner, registerClient } from '@/server/modules/clients';
import { openSession, sendIdentityMail } from '@/server/modules/identity';
import {
  bootstrapPlatform,
  createBrand,
  createEntity,
  listBrands,
  listEntities,
  signUp,
} from '@/server/modules/tenancy';
import { house, plugLogSink } from '@/server/transports/composition';
import { inventPerson, pick } from './people';

/** The demo group, made through the verbs a person would use. Runs once per install; passwords are random. */
const clientsWanted = Number(process.env.DEMO_CLIENTS ?? 120);
const platformTenant = { slug: 'platform' };
const rng = seededRng(42);
const password = () => `${randomBytes(6).toString('base64url')}-${randomBytes(6).toString('base64url')}`;

plugLogSink((level, event, fields) => level === 'error' && console.error(event, fields));
const base = await house();
const platform = await connectPlatform(process.env.DATABASE_PLATFORM_URL ?? '');
type Where = { slug: string } | { id: string };
const ctx = (tenant: Where, credential: Credential, extra: Partial<Ctx> = {}): Ctx => ({
  ...base,
  clock: systemClock,
  rng: systemRng,
  tenant,
  credential,
  request: { id: crypto.randomUUID(), userAgent: 'demo seed' },
  ...extra,
});
const anonymous: Credential = { kind: 'anonymous' };
const job: Credential = { kind: 'job', name: 'seed' };

type Login = { who: string; url: string; email: string; password: string };
const logins: Login[] = [];

async function sessionFor(tenant: Where, ticket: string): Promise<Credential> {
  const { sessionId, surface } = await openSession(ctx(tenant, anonymous), { ticket });
  return { kind: 'session', sessionId: uuidFromId('session', sessionId), surface };
}

/** Sends what waits for the mail job and reads the links from the letters: an invitation is accepted as its reader would. */
async function linksFromMail(tenantId: string): Promise<string[]> {
  const { rows } = await platform.transaction(({ db }) =>
    db.execute<{ token: Id<'token'> }>(
      sql`delete from outbox where tenant_id = ${tenantId} and name = 'identity/token.issued' returning data->>'tokenId' as token`,
    ),
  );
  const texts: string[] = [];
  const capture = {
    of: async () => ({
      send: async ({ text }: { text: string }) => {
        texts.push(text);
        return { outcome: 'accepted' as const };
      },
    }),
  };
  for (const { token } of rows)
    await sendIdentityMail(ctx({ id: tenantId }, job, { ports: { ...base.ports, mail: capture } }), {
      tokenId: token,
      render: renderIdentityMail,
    });
  return texts.flatMap((text) => /https?:\/\/\S+/.exec(text)?.[0] ?? []);
}

async function makePlatform(): Promise<void> {
  const email = 'operator@platform.example';
  const secret = password();
  await bootstrapPlatform(ctx(platformTenant, { kind: 'platform', name: 'seed' }), {
    email,
    name: 'Platform operator',
    password: secret,
  });
  logins.push({ who: 'Platform operator', url: '{base}/platform', email, password: secret });
}

const staffWanted = [
  ['support', 'Petra Lindqvist'],
  ['kyc_analyst', 'Rhea Kaplan'],
  ['mlro', 'Ingrid Solberg'],
  ['cashier', 'Tomas Verbeke'],
  ['finance_head', 'Nadia Achterberg'],
  ['head_of_dealing', 'Milan Horvat'],
  ['sales', 'Leon Duarte'],
] as const;

async function makeStaff(tenant: { id: string; slug: string }, administrator: Ctx): Promise<void> {
  const { rows: roles } = await listRoles(administrator, {});
  for (const [key, name] of staffWanted) {
    const role = roles.find((one) => one.key === key);
    if (!role) throw new Error(`no preset role ${key}`);
    const email = `${name.split(' ')[0]?.toLowerCase()}@${tenant.slug}.example`;
    await inviteStaff(administrator, { email, name, roles: [{ roleId: role.id, rowScope: 'all', teamId: null }] });
    const link = (await linksFromMail(tenant.id)).at(-1) ?? '';
    const token = new URL(link).searchParams.get('token') ?? '';
    const secret = password();
    await acceptInvitation(ctx(tenant, anonymous), { token, name, password: secret });
    logins.push({
      who: `${role.name} (${name.split(' ')[0]})`,
      url: `{base}/t/${tenant.slug}/desk`,
      email,
      password: secret,
    });
  }
}

async function makeClients(tenant: { id: string; slug: string }, brands: readonly string[]): Promise<void> {
  let shown = 0;
  for (let n = 1; n <= clientsWanted; n += 1) {
    const person = inventPerson(rng, n);
    const secret = password();
    const brand = pick(rng, brands);
    const { id } = await registerClient(ctx(tenant, job), {
      ...person,
      brand,
      password: secret,
      acceptedTerms: true,
      marketingConsent: rng.next() < 0.5,
      language: person.language,
    });
    if (id && rng.next() < 0.6)
      await assignOwner(ctx(tenant, job), {
        clientId: id,
        ownerId: null,
        desk: person.country === 'AE' ? 'Gulf' : 'Europe',
        reason: 'language and country',
      });
    if (shown < 2) {
      shown += 1;
      logins.push({
        who: `Client (${person.firstName})`,
        url: `{base}/t/${tenant.slug}/portal`,
        email: person.email,
        password: secret,
      });
    }
    if (n % 20 === 0) console.log(`  ${n} of ${clientsWanted} clients`);
  }
}

async function main(): Promise<void> {
  await makePlatform();
  const email = 'admin@merrowby.example';
  const secret = password();
  const made = await signUp(ctx(platformTenant, anonymous), {
    kind: 'both',
    name: 'Merrowby',
    slug: 'merrowby',
    country: 'CY',
    entity: { name: 'Merrow (CY) Ltd', jurisdiction: 'CY', licence: '412/22' },
    brand: { name: 'Merrow FX', color: '#0f5c6e', languages: ['en', 'ar'] },
    administrator: { name: 'Alva Merrowby', email, password: secret },
  });
  const tenant = { id: made.tenantId, slug: made.slug };
  logins.push({ who: 'Administrator (Alva)', url: `{base}/t/${tenant.slug}/desk`, email, password: secret });
  const administrator = ctx(tenant, await sessionFor(tenant, made.ticket));
  await createEntity(administrator, { name: 'Merrow (SC) Ltd', shortName: 'Merrow SC', jurisdiction: 'SC' });
  const { rows: entities } = await listEntities(administrator, {});
  const [first, second] = [
    entities.find((one) => one.jurisdiction === 'CY'),
    entities.find((one) => one.jurisdiction === 'SC'),
  ];
  if (!first || !second) throw new Error('the demo has two entities');
  await createBrand(administrator, {
    entityId: first.id,
    name: 'Saltmarsh Markets',
    slug: 'saltmarsh',
    color: '#5b3a8c',
    languages: ['en'],
  });
  await createBrand(administrator, {
    entityId: second.id,
    name: 'Tidewater Prime',
    slug: 'tidewater',
    color: '#8a3b12',
    languages: ['en', 'ar'],
  });
  await makeStaff(tenant, administrator);
  const { rows: brands } = await listBrands(administrator, {});
  await makeClients(
    tenant,
    brands.map((brand) => brand.slug),
  );
  const links = [
    { what: 'Desk', url: `{base}/t/${tenant.slug}/desk` },
    { what: 'Client portal', url: `{base}/t/${tenant.slug}/portal` },
    { what: 'Start your own brokerage', url: '{base}/sign-up' },
    { what: 'Demo mailbox', url: `http://127.0.0.1:${Number(process.env.EMULATORS_PORT ?? 0) + 5}` },
  ];
  writeFileSync(
    join(process.env.BOS_DATA_DIR ?? 'data', 'demo.json'),
    JSON.stringify({ tenant: tenant.slug, logins, links }, null, 2),
    { mode: 0o600 },
  );
}

await main();
await platform.end();
await base.database.end();
