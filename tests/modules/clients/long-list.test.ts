import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { listClients, searchClients } from '@/server/modules/clients';
import { searchWords } from '@/server/modules/clients/search-words';
import { signedIn } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { place } from '../../support/registrations';

type Asked = Parameters<typeof listClients>[1];

/** More than lists count: nobody may be missing or come twice, whichever way a page is found. */
const many = 10_400;
const grants = ['clients.*', 'sensitive.*'];

describe('a list longer than lists count', () => {
  let tenant: TestTenant;
  const people = {} as Record<'all' | 'team' | 'own', Ctx>;

  const addMany = (owner: string, member: string, team: string, at: { entityId: string; brandId: string }) =>
    asOwner(tenant, async (query) => {
      await query('alter table client disable trigger all');
      const words = (first: string, n: number) =>
        searchWords(tenant.id, { number: `L-${n}`, firstName: first, lastName: 'Long' });
      const rows = Array.from({ length: many }, (_, n) => ({ n, words: words(n % 3 === 0 ? 'Maria' : 'Otto', n) }));
      await query(
        `insert into client (tenant_id, id, number, person_id, entity_id, brand_id, display_name, language, country, verification, funding,
           trading, relationship, stage, tier, tier_by_policy, owner_id, team_id, registered_at, funded_at, last_contact_at, search)
         select $1, gen_random_uuid(), 'L-' || n, gen_random_uuid(), $2, $3, case when n % 3 = 0 then 'Maria ' else 'Otto ' end || (n / 7), 'en',
           case when n % 200 = 0 then 'MT' else 'DE' end, 'none', case when n % 50 = 0 then 'funded' else 'none' end, 'none', 'prospect', 'acquire',
           'T0', 'T0', case when n % 100 = 1 then $4::uuid when n % 100 in (2, 3) then $8::uuid end, case when n % 2 = 0 then $5::uuid end,
           timestamptz '2026-01-01' + (n / 3) * interval '1 minute',
           case when n % 50 = 0 then timestamptz '2026-02-01' + (n / 100) * interval '1 minute' end,
           case when n % 4 > 0 then timestamptz '2026-03-01' - (n / 5) * interval '1 minute' end,
           array_to_tsvector(array(select jsonb_array_elements_text(words)))
         from unnest($6::int[], $7::jsonb[]) as t(n, words)`,
        [
          tenant.id,
          at.entityId,
          at.brandId,
          owner,
          team,
          rows.map(({ n }) => n),
          rows.map((row) => JSON.stringify(row.words)),
          member,
        ],
      );
      await query('alter table client enable trigger all');
      await query('vacuum analyze client');
    });

  beforeAll(async () => {
    tenant = await testTenant();
    const { entityUuid, brandUuid } = await uuidsOf(tenant);
    const [team, owner] = [randomUUID(), await signedIn(tenant, grants, { scope: 'own' })];
    await asOwner(tenant, (query) =>
      query(`insert into team (tenant_id, id, name, desk, created_at) values ($1, $2, 'Half', 'half', now())`, [
        tenant.id,
        team,
      ]),
    );
    const ctxOf = (person: typeof owner) =>
      makeCtx(tenant, { credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface } });
    people.own = await ctxOf(owner);
    const member = await signedIn(tenant, grants, { scope: 'team', teamUuid: team });
    people.team = await ctxOf(member);
    people.all = await ctxOf(await signedIn(tenant, grants));
    await addMany(owner.userUuid, member.userUuid, team, { entityId: entityUuid, brandId: brandUuid });
  });

  async function uuidsOf(of: TestTenant) {
    await place(of);
    return asOwner(of, async (query) => {
      const { rows } = await query('select entity_id, id from brand where tenant_id = $1 limit 1', [of.id]);
      return { entityUuid: String(rows[0].entity_id), brandUuid: String(rows[0].id) };
    });
  }

  async function readAll(ctx: Ctx, asked: Asked) {
    const rows: Awaited<ReturnType<typeof listClients>>['rows'] = [];
    let cursor: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof listClients>> = await listClients(ctx, { ...asked, limit: 200, cursor });
      rows.push(...page.rows);
      cursor = page.nextCursor;
      if (!cursor) return rows;
    }
  }

  it.each([
    { sort: 'registeredAt', direction: 'desc' },
    { sort: 'name', direction: 'asc' },
    { sort: 'fundedAt', direction: 'desc' },
    { sort: 'lastContactAt', direction: 'asc' },
    { sort: 'lastContactAt', direction: 'desc' },
  ] as const)('shows everybody once by $sort $direction', { timeout: 60_000 }, async ({ sort, direction }) => {
    const first = await listClients(people.all, { sort, direction });
    expect(first.total).toBeNull();
    const rows = await readAll(people.all, { sort, direction });
    expect(new Set(rows.map((row) => row.id)).size).toBe(many);
    expect(rows).toHaveLength(many);
    const shown = await asOwner(tenant, (query) =>
      query(
        `select number from client where tenant_id = $1 order by ${columnOf[sort]} ${direction} nulls last, id ${direction}`,
        [tenant.id],
      ),
    );
    expect(rows.map((row) => row.number)).toEqual(shown.rows.map((row) => row.number));
  });

  it('counts exactly what is short, in every reach', async () => {
    expect((await listClients(people.all, { country: 'MT' })).total).toBe(Math.ceil(many / 200));
    // His team's, and his own outside it; his own inside it once.
    expect((await listClients(people.team, {})).total).toBe(many / 2 + many / 100);
    expect((await listClients(people.own, {})).total).toBe(many / 100);
    expect((await listClients(people.own, { country: 'MT' })).total).toBe(0);
    const funded = await readAll(people.team, { funding: 'funded', sort: 'name', direction: 'asc' });
    expect(funded).toHaveLength(many / 50);
  });

  it('puts the newest of a frequent name first, says so, and does not claim a number', async () => {
    const counted = await listClients(people.all, { search: 'maria', sort: 'name', direction: 'asc' });
    expect(counted).toMatchObject({ total: Math.ceil(many / 3), isNewestFirst: false, atLeast: null });
    // What the planner believes of the table: as if there were a million more behind the newest.
    await asOwner(tenant, (query) => query(`update pg_class set reltuples = 1e6 where oid = 'client'::regclass`));
    const page = await listClients(people.all, { search: 'maria', sort: 'name', direction: 'asc' });
    expect(page).toMatchObject({ total: null, isNewestFirst: true });
    expect(page.atLeast).toBeGreaterThan(600);
    const times = page.rows.map((row) => row.registeredAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(page.rows.every((row) => row.name.startsWith('Maria'))).toBe(true);
    const found = await readAll(people.all, { search: 'maria' });
    expect(new Set(found.map((row) => row.id)).size).toBe(Math.ceil(many / 3));
    const rare = await listClients(people.all, { search: 'L-77', sort: 'name', direction: 'asc' });
    expect(rare).toMatchObject({ isNewestFirst: false, atLeast: null });
    expect(rare.total).toBe(111);
  });

  it('finds the newest of a frequent name within reach', async () => {
    const hits = await searchClients(people.own, { typed: 'otto', limit: 20 });
    expect(hits).toHaveLength(20);
    const own = await readAll(people.own, {});
    const newest = own.filter((row) => row.name.startsWith('Otto')).map((row) => row.registeredAt.getTime());
    const reached = new Map(own.map((row) => [row.id, row.registeredAt.getTime()]));
    expect(hits.map((hit) => reached.get(hit.id))).toEqual(newest.slice(0, 20));
  });
});

const columnOf = {
  registeredAt: 'registered_at',
  name: 'display_name',
  fundedAt: 'funded_at',
  lastContactAt: 'last_contact_at',
};
