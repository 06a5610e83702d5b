import type { Credential } from '@/server/kernel/context';
import type { Id } from '@/server/kernel/ids';
import { acceptInvitation, createTeam, inviteStaff, listRoles } from '@/server/modules/access';
import { me } from '@/server/modules/identity';
import { bootstrapPlatform, createBrand, createEntity, listEntities, signUp } from '@/server/modules/tenancy';
import { markSeeded } from './directory';
import { newPassword, tokenFromMail, Visitor } from './staff';
import type { World } from './world';

export type Login = { who: string; url: string; email: string; password: string };
export type Role =
  | 'administrator'
  | 'deputyAdministrator'
  | 'support'
  | 'kyc'
  | 'mlro'
  | 'deputyMlro'
  | 'cashier'
  | 'finance'
  | 'deputyFinance'
  | 'dealing'
  | 'sales';

export type Firm = {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly entities: { readonly cy: Id<'entity'>; readonly sc: Id<'entity'> };
  readonly staff: Readonly<Record<Role, Visitor>>;
  readonly teams: { readonly europe: Id<'team'>; readonly gulf: Id<'team'> };
  readonly salesId: Id<'user'>;
  readonly logins: Login[];
};

const slug = 'merrowby';
const platformTenant = { slug: 'platform' };
const office = { ip: '185.23.108.14', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/129.0' };

const wanted: readonly (readonly [role: Exclude<Role, 'administrator'>, preset: string, name: string])[] = [
  ['deputyAdministrator', 'administrator', 'Soren Falk'],
  ['support', 'support', 'Petra Lindqvist'],
  ['kyc', 'kyc_analyst', 'Rhea Kaplan'],
  ['mlro', 'mlro', 'Ingrid Solberg'],
  ['deputyMlro', 'mlro', 'Joren Aaltink'],
  ['cashier', 'cashier', 'Tomas Verbeke'],
  ['finance', 'finance_head', 'Nadia Achterberg'],
  ['deputyFinance', 'finance_head', 'Casper Holmgren'],
  ['dealing', 'head_of_dealing', 'Milan Horvat'],
  ['sales', 'sales', 'Leon Duarte'],
];

export async function makePlatform(world: World): Promise<Login> {
  const email = 'operator@platform.example';
  const password = newPassword();
  const credential: Credential = { kind: 'platform', name: 'seed' };
  await bootstrapPlatform(world.ctx(platformTenant, credential), { email, name: 'Platform operator', password });
  return { who: 'Platform operator', url: '{base}/platform', email, password };
}

/** A company signs up, connects the vendors of this machine, adds its second licence and brands, and invites its people. */
export async function makeFirm(world: World): Promise<Firm> {
  const email = `admin@${slug}.example`;
  const password = newPassword();
  const made = await signUp(world.ctx(platformTenant, { kind: 'anonymous' }), {
    kind: 'both',
    name: 'Merrowby',
    slug,
    country: 'CY',
    entity: { name: 'Merrow (CY) Ltd', jurisdiction: 'CY', licence: '412/22' },
    brand: { name: 'Merrow FX', color: '#0f5c6e', languages: ['en', 'ar'] },
    administrator: { name: 'Alva Merrowby', email, password },
  });
  await markSeeded(world.platform, made.tenantId);
  const tenant = { id: made.tenantId, slug: made.slug };
  const administrator = new Visitor(world, tenant, 'desk', 'Alva Merrowby', email, password, office);
  await administrator.take(made.ticket);
  await world.settle();
  const entities = await makeEntities(administrator);
  const desk = await administrator.ctx(true);
  const europe = (await createTeam(desk, { name: 'Europe', desk: 'Europe' })).id;
  const gulf = (await createTeam(desk, { name: 'Gulf and Africa', desk: 'Gulf' })).id;
  const logins: Login[] = [{ who: 'Administrator (Alva)', url: `{base}/t/${tenant.slug}/desk`, email, password }];
  const staff: Partial<Record<Role, Visitor>> = { administrator };
  const { rows: roles } = await listRoles(desk, {});
  for (const [role, preset, name] of wanted) {
    world.clock.advance(7 * 60_000);
    const found = roles.find((one) => one.key === preset);
    if (!found) throw new Error(`no preset role ${preset}`);
    const visitor = await hire(world, administrator, tenant, {
      name,
      roles: [{ roleId: found.id, rowScope: role === 'sales' ? 'own' : 'all', teamId: europe }],
    });
    staff[role] = visitor;
    logins.push({
      who: `${found.name} (${name.split(' ')[0]})`,
      url: `{base}/t/${tenant.slug}/desk`,
      email: visitor.email,
      password: visitor.password,
    });
  }
  const salesId = staff.sales ? (await me(await staff.sales.ctx(), {})).userId : null;
  if (!salesId) throw new Error('nobody sells');
  return { tenant, entities, salesId, staff: staff as Record<Role, Visitor>, teams: { europe, gulf }, logins }; // all were hired above
}

type Hire = { readonly name: string; readonly roles: Parameters<typeof inviteStaff>[1]['roles'] };

async function hire(
  world: World,
  administrator: Visitor,
  tenant: { id: string; slug: string },
  { name, roles }: Hire,
): Promise<Visitor> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@${tenant.slug}.example`;
  await inviteStaff(await administrator.ctx(true), { email, name, roles });
  await world.settle();
  const password = newPassword();
  const visitor = new Visitor(world, tenant, 'desk', name, email, password, office);
  const { ticket } = await acceptInvitation(visitor.anonymous(), {
    token: tokenFromMail(world, email),
    name,
    password,
  });
  await visitor.take(ticket);
  return visitor;
}

async function makeEntities(administrator: Visitor) {
  const ctx = await administrator.ctx(true);
  await createEntity(ctx, { name: 'Merrow (SC) Ltd', shortName: 'Merrow SC', jurisdiction: 'SC', licence: 'SD088' });
  const { rows } = await listEntities(await administrator.ctx(true), {});
  const of = (jurisdiction: string) => {
    const entity = rows.find((one) => one.jurisdiction === jurisdiction);
    if (!entity) throw new Error(`no entity in ${jurisdiction}`);
    return entity.id;
  };
  const entities = { cy: of('CY'), sc: of('SC') };
  const brand = { languages: ['en'], entityId: entities.cy } as const;
  await createBrand(await administrator.ctx(true), {
    ...brand,
    languages: [...brand.languages],
    name: 'Saltmarsh Markets',
    slug: 'saltmarsh',
    color: '#5b3a8c',
  });
  await createBrand(await administrator.ctx(true), {
    entityId: entities.sc,
    name: 'Tidewater Prime',
    slug: 'tidewater',
    color: '#8a3b12',
    languages: ['en', 'ar'],
  });
  return entities;
}
