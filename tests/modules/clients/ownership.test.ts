import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid } from '@/server/kernel/ids';
import { isParked } from '@/server/kernel/verb';
import { leaveStaff } from '@/server/modules/access';
import { auditTimeline } from '@/server/modules/audit';
import {
  assignOwner,
  continueReassignment,
  listClients,
  ownerHistory,
  ownerLoads,
  passOnClients,
  previewReassign,
  readClient,
  readReassignment,
  reassignClients,
  reassignmentItems,
  tryOwnerRules,
} from '@/server/modules/clients';
import { publishTable, saveDraft } from '@/server/modules/policy';
import { signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { approveParked, newClient, type Place, place } from '../../support/registrations';

type Seller = { ctx: Ctx; id: Id<'user'>; email: string };
const reason = 'handed over';

describe('who looks after a client', () => {
  let tenant: TestTenant;
  let at: Place;
  let boss: Ctx;
  let team: Id<'team'>;

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    boss = await staffCtx(tenant, ['clients.*', 'read:*', 'policy.*', 'access.*']);
    team = await newTeam('Nordics', 'North');
  });

  async function newTeam(name: string, desk: string): Promise<Id<'team'>> {
    const id = randomUUID();
    await asOwner(tenant, (query) =>
      query('insert into team (tenant_id, id, name, desk, created_at) values ($1, $2, $3, $4, now())', [
        tenant.id,
        id,
        name,
        desk,
      ]),
    );
    return idFromUuid('team', id);
  }

  /** In the team as "seller"; each test person of `signedIn` has a role of his own, so they are given one. */
  async function seller(of: Id<'team'> | null, role: string): Promise<Seller> {
    const person = await signedIn(tenant, ['clients.*'], { scope: 'own' });
    await asOwner(tenant, async (query) => {
      await query(
        `insert into role (tenant_id, id, key, name, is_preset, grants, created_at) values ($1, $2, $3, $3, false, '{clients.*}', now()) on conflict do nothing`,
        [tenant.id, randomUUID(), role],
      );
      await query(
        `update membership set role_id = (select id from role where tenant_id = $1 and key = $3), team_id = (select id from team where tenant_id = $1 and name = $4)
         where tenant_id = $1 and user_id = $2`,
        [tenant.id, person.userUuid, role, of ? (of === team ? 'Nordics' : 'South') : null],
      );
    });
    return {
      ctx: makeCtx(tenant, { credential: { kind: 'session', sessionId: person.sessionUuid, surface: 'desk' } }),
      id: idFromUuid('user', person.userUuid),
      email: `${person.userUuid}@people.example`,
    };
  }

  async function publish(rows: Parameters<typeof saveDraft>[1]['rows']): Promise<void> {
    const colleague = await staffCtx(tenant, ['policy.*']);
    const saved = await saveDraft(boss, { point: 'clients.owner.rule', rows, note: 'who gets whom' });
    expect(saved.problems).toEqual([]);
    const parked = await publishTable.orPark(boss, { id: saved.id, reason: 'as agreed' });
    if (isParked(parked)) await approveParked(colleague, parked.parked);
  }

  it('changes hands at once: the former owner finds nothing, the new one sees, the history keeps both', async () => {
    const [anna, ben] = [await seller(team, 'seller'), await seller(team, 'seller')];
    const { id } = await newClient(tenant, at);
    await assignOwner(boss, { clientId: id, ownerId: anna.id, reason });
    expect(await readClient(anna.ctx, { id })).toMatchObject({ ownerId: anna.id, teamId: team, desk: 'North' });
    await expect(readClient(ben.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    await assignOwner(boss, { clientId: id, ownerId: ben.id, reason: 'speaks his language' });
    await expect(readClient(anna.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await readClient(ben.ctx, { id })).ownerId).toBe(ben.id);
    const history = await ownerHistory(boss, { clientId: id });
    expect(history.map(({ team: name, how, reason: why }) => [name, how, why])).toEqual([
      ['Nordics', 'by_hand', 'speaks his language'],
      ['Nordics', 'by_hand', reason],
    ]);
    expect(history[1]?.until).toEqual(history[0]?.since);
    await expect(ownerHistory(anna.ctx, { clientId: id })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(assignOwner(boss, { clientId: id, ownerId: ben.id, reason })).rejects.toMatchObject({
      reason: 'owner_already',
    });
    await expect(
      asOwner(tenant, (query) =>
        query('set role bos_app').then(() => query(`update client_owner set reason = 'other'`)),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  it('gives nobody a stranger, a foreigner or one who left', async () => {
    const { id } = await newClient(tenant, at);
    const abroad = await signedIn(await testTenant(), ['clients.*']);
    for (const userUuid of [abroad.userUuid, randomUUID()])
      await expect(
        assignOwner(boss, { clientId: id, ownerId: idFromUuid('user', userUuid), reason }),
      ).rejects.toMatchObject({ reason: 'owner_not_active' });
  });

  it('sends newcomers where published rules say, to whoever has the fewest and has room', async () => {
    const pair = [await seller(team, 'hunter'), await seller(team, 'hunter')];
    const named = await seller(team, 'closer');
    await publish([
      { id: 'vip', when: { source: 'source == "vip"' }, outcome: { owner: named.email } },
      { id: 'gone', when: { source: 'source == "gone"' }, outcome: { owner: 'nobody@people.example' } },
      { id: 'dutch', when: { country: 'country == "NL"' }, outcome: { team: 'Nordics', share: 'hunter', capacity: 2 } },
    ]);
    const facts = { language: 'en', country: 'NL', source: 'direct', brand: at.brandSlug };
    expect(await tryOwnerRules(boss, facts)).toMatchObject({ row: 'dutch', team: 'Nordics', version: 'v1' });
    const ids: Id<'client'>[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await newClient(tenant, at)).id);
    const owners = await Promise.all(ids.map(async (id) => (await readClient(boss, { id })).ownerId));
    for (const { id } of pair) expect(owners.filter((owner) => owner === id)).toHaveLength(2);
    expect(owners[4]).toBeNull();
    expect((await readClient(boss, { id: ids[4] ?? ('' as Id<'client'>) })).teamId).toBe(team);
    const vip = await newClient(tenant, at, { attribution: { utmSource: 'vip' } });
    expect((await readClient(boss, { id: vip.id })).ownerId).toBe(named.id);
    expect(await ownerHistory(boss, { clientId: vip.id })).toMatchObject([{ how: 'by_rule', reason: 'vip' }]);
    const lost = await newClient(tenant, at, { attribution: { utmSource: 'gone' } });
    expect((await readClient(boss, { id: lost.id })).ownerId).toBeNull();
    const loads = new Map((await ownerLoads(boss, {})).rows.map((row) => [row.ownerId, row.clients]));
    expect(pair.map(({ id }) => loads.get(id))).toEqual([2, 2]);
  });

  it('moves many in one run: counted before, each row answered, one trail, the rest by a job', async () => {
    await publish([]);
    const [from, to] = [await seller(team, 'mover'), await seller(team, 'mover')];
    const made = [];
    for (let n = 0; n < 4; n += 1) made.push(await newClient(tenant, at));
    for (const { id } of made) await assignOwner(boss, { clientId: id, ownerId: from.id, reason });
    const of = { filter: { ownerId: from.id } };
    const target = { to: 'owner', ownerId: to.id } as const;
    expect(await previewReassign(boss, { of, target })).toMatchObject({
      total: 4,
      unchanged: 0,
      from: [{ ownerId: from.id, clients: 4 }],
      to: [{ ownerId: to.id, clients: 4 }],
    });
    expect((await listClients(from.ctx, {})).total).toBe(4);
    // The seller himself reaches only his own: of a list with a stranger's client he moves his.
    const strange = await newClient(tenant, at);
    const run = await reassignClients(from.ctx, {
      of: { ids: [...made.map(({ id }) => id), strange.id] },
      target,
      reason,
    });
    expect(run).toMatchObject({ total: 4, moved: 4, refused: 0, finishedAt: expect.any(Date) });
    expect((await listClients(from.ctx, {})).rows).toEqual([]);
    expect((await listClients(to.ctx, {})).total).toBe(4);
    expect((await readClient(boss, { id: strange.id })).ownerId).toBeNull();
    const items = await reassignmentItems(to.ctx, { id: run.id, limit: 3 });
    expect(items.rows.map(({ state }) => state)).toEqual(['moved', 'moved', 'moved']);
    expect(items.nextCursor).not.toBeNull();
    expect((await reassignmentItems(from.ctx, { id: run.id })).rows).toEqual([]);
    const trail = await auditTimeline(boss, { objectId: run.id });
    expect(trail.filter(({ action }) => action === 'clients.owner.assign')).toHaveLength(4);
    const again = await reassignClients(boss, { of: { ids: made.map(({ id }) => id) }, target, reason });
    expect(again).toMatchObject({ total: 4, moved: 0, unchanged: 4 });
  });

  it('leaves alone who changed hands while the run was waiting, and finishes what is left', async () => {
    const [from, to, other] = [await seller(team, 'w'), await seller(team, 'w'), await seller(team, 'w')];
    const made = [];
    for (let n = 0; n < 3; n += 1) made.push(await newClient(tenant, at));
    for (const { id } of made) await assignOwner(boss, { clientId: id, ownerId: from.id, reason });
    const target = { to: 'owner', ownerId: to.id } as const;
    const run = await reassignClients(boss, { of: { filter: { ownerId: from.id } }, target, reason });
    await asOwner(tenant, async (query) => {
      const owner = [tenant.id, run.id.length];
      await query(
        `update reassignment_item set state = 'waiting' where tenant_id = $1 and reassignment_id = (select id from reassignment where tenant_id = $1 order by started_at desc limit 1) and $2 > 0`,
        owner,
      );
      await query(
        `update reassignment set moved = 0, finished_at = null where tenant_id = $1 and id = (select id from reassignment where tenant_id = $1 order by started_at desc limit 1)`,
        [tenant.id],
      );
    });
    const [first, second] = made;
    if (!first || !second) throw new Error('three were made');
    for (const { id } of [second, ...made.slice(2)])
      await assignOwner(boss, { clientId: id, ownerId: from.id, reason: 'back again' });
    await assignOwner(boss, { clientId: first.id, ownerId: other.id, reason: 'his friend' });
    expect(await continueReassignment(asJob(tenant), { id: run.id })).toEqual({ isFinished: true });
    expect(await readReassignment(boss, { id: run.id })).toMatchObject({ moved: 2, refused: 1 });
    const { rows } = await reassignmentItems(boss, { id: run.id });
    expect(rows.find(({ clientId }) => clientId === first.id)).toMatchObject({
      state: 'refused',
      why: 'changed_meanwhile',
    });
    expect((await readClient(boss, { id: first.id })).ownerId).toBe(other.id);
  });

  it('returns the clients of a leaver to the queue of their team, or to whom the rules name', async () => {
    const leaver = await seller(team, 'leaver');
    const { id } = await newClient(tenant, at);
    await assignOwner(boss, { clientId: id, ownerId: leaver.id, reason });
    await leaveStaff(boss, { userId: leaver.id, reason: 'new job' });
    expect(await passOnClients(asJob(tenant), { userId: leaver.id })).toEqual({ total: 1 });
    expect(await readClient(boss, { id })).toMatchObject({ ownerId: null, teamId: team, desk: 'North' });
    expect((await ownerHistory(boss, { clientId: id }))[0]).toMatchObject({ how: 'in_bulk', owner: null });
  });
});
