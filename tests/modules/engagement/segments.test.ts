import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { isInSegment } from '@/server/kernel/segments';
import { listClients } from '@/server/modules/clients';
import {
  clientSegments,
  countClient,
  countPart,
  createSegment,
  draftSegment,
  listMembers,
  listSegments,
  previewSegment,
  publishSegment,
  readSegment,
  removeSegment,
  segmentHistory,
  settleVersion,
  surveyClient,
  surveyPart,
} from '@/server/modules/engagement';
import type { Condition, Conditions } from '@/server/modules/engagement/conditions-contract';
import { saveView } from '@/server/modules/work';
import { signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { inUow, newClient, type Place, place } from '../../support/registrations';

const dayMs = 86_400_000;
const note = 'for the test';
const all = (...allOf: Condition[]): Conditions => ({ anyOf: [{ allOf }] });
const in_ = (field: 'country' | 'tag' | 'brandId', ...values: string[]): Condition => ({
  kind: 'choice',
  field,
  isNot: false,
  values,
});
const ago = (days: number) => new Date(Date.now() - days * dayMs);

describe('segments', () => {
  let tenant: TestTenant;
  let at: Place;
  let boss: Ctx;
  let clients: Id<'client'>[];
  const job = () => asJob(tenant, 'engagement');

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    boss = await staffCtx(tenant, ['engagement.*', 'read:clients.*', 'work.view.*']);
    clients = [];
    for (const country of ['NL', 'NL', 'DE', 'AE']) clients.push((await newClient(tenant, at, { country })).id);
  });

  const client = (i: number): Id<'client'> => clients[i] ?? expect.fail('no such client');
  const change = (i: number, set: string, values: unknown[] = []) =>
    asOwner(tenant, (query) =>
      query(`update client set ${set} where tenant_id = $1 and id = $2`, [
        tenant.id,
        uuidFromId('client', client(i)),
        ...values,
      ]),
    );

  async function deposit(i: number, minor: number, asset: string, days: number): Promise<void> {
    await asOwner(tenant, (query) =>
      query(
        `insert into deposit (tenant_id, id, number, client_id, entity_id, asset, requested_minor, credited_minor, state, created_at, credited_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7, 'credited', $8, $8)`,
        [
          tenant.id,
          randomUUID(),
          `D-${randomUUID().slice(0, 8)}`,
          uuidFromId('client', client(i)),
          uuidFromId('entity', at.entity),
          asset,
          minor,
          ago(days),
        ],
      ),
    );
  }

  /** As the job does: every part, then the version is settled. */
  async function count(id: Id<'segment'>): Promise<void> {
    const { moves, isUnsettled } = await surveyPart(job(), { id, after: null });
    if (moves > 0) await countPart(job(), { id, after: null });
    if (isUnsettled) await settleVersion(job(), { id });
  }

  async function published(name: string, conditions: Conditions): Promise<Id<'segment'>> {
    const { id } = await createSegment(boss, { name, description: '', conditions, note });
    await publishSegment(boss, { id });
    await count(id);
    return id;
  }

  const fits = async (conditions: Conditions) => {
    const { sample, matched } = await previewSegment(boss, { conditions });
    expect(matched).toBe(sample.length);
    return sample.map(({ id }) => clients.indexOf(id)).sort();
  };
  const members = async (ctx: Ctx, id: Id<'segment'>, hasLeft = false) =>
    (await listMembers(ctx, { id, hasLeft })).rows.map(({ clientId }) => clients.indexOf(clientId)).sort();
  const events = async (id: Id<'segment'>) => {
    const { rows } = await asOwner(tenant, (query) =>
      query(
        `select name, data from outbox where data ->> 'segmentId' = $1 and name like 'engagement/client.%' order by id`,
        [id],
      ),
    );
    return rows.map(({ name, data }) => `${String(name).slice(18)} ${clients.indexOf(data.clientId)}`);
  };

  it('finds by each kind of condition, alone, turned round, together and in groups', async () => {
    await change(0, `tags = '{vip}'`);
    await deposit(0, 60_000, 'EUR', 40);
    await deposit(0, 50_000, 'EUR', 3);
    await deposit(2, 900_000, 'USD', 3);
    expect(await fits(all(in_('country', 'NL')))).toEqual([0, 1]);
    expect(await fits(all({ kind: 'choice', field: 'country', isNot: true, values: ['NL', 'DE'] }))).toEqual([3]);
    expect(await fits(all(in_('tag', 'VIP')))).toEqual([0]);
    expect(await fits(all(in_('brandId', at.brand), in_('country', 'AE')))).toEqual([3]);
    expect(await fits({ anyOf: [{ allOf: [in_('country', 'AE')] }, { allOf: [in_('tag', 'vip')] }] })).toEqual([0, 3]);
    expect(await fits(all({ kind: 'flag', field: 'hasLiveAccount', is: true }))).toEqual([]);
    const money = (minor: bigint, lastDays: number | null, asset = 'EUR'): Condition => ({
      kind: 'sum',
      field: 'netDeposit',
      is: 'at_least',
      amount: { minor, asset },
      lastDays,
    });
    expect(await fits(all(money(110_000n, null)))).toEqual([0]);
    expect(await fits(all(money(110_000n, 30)))).toEqual([]);
    expect(await fits(all(money(110_000n, null, 'USD')))).toEqual([2]);
    const when = (test: Extract<Condition, { kind: 'when' }>['test']): Condition => ({
      kind: 'when',
      field: 'lastDepositAt',
      test,
    });
    expect(await fits(all(when({ is: 'within_last', days: 7 })))).toEqual([0, 2]);
    expect(await fits(all(when({ is: 'longer_ago', days: 7 })))).toEqual([]);
    expect(await fits(all(when({ is: 'before', at: ago(2) })))).toEqual([0, 2]);
    expect(await fits(all(when({ is: 'never' })))).toEqual([1, 3]);
  });

  it('takes no value of another field', async () => {
    await expect(previewSegment(boss, { conditions: all(in_('brandId', 'not-an-id')) })).rejects.toThrow();
    await expect(
      previewSegment(boss, { conditions: all({ kind: 'choice', field: 'stage', isNot: false, values: ['NL'] }) }),
    ).rejects.toThrow();
  });

  it('counts founders in silence, then tells who enters and who leaves, once', async () => {
    const id = await published('Of the Gulf', all(in_('country', 'AE')));
    expect(await members(boss, id)).toEqual([3]);
    expect(await events(id)).toEqual([]);
    await change(1, `country = 'AE'`);
    await change(3, `country = 'NL'`);
    await count(id);
    expect(await members(boss, id)).toEqual([1]);
    expect(await members(boss, id, true)).toEqual([3]);
    expect((await events(id)).sort()).toEqual(['entered 1', 'left 3']);
    await count(id);
    expect(await events(id)).toHaveLength(2);
    await change(3, `country = 'AE'`);
    await change(1, `country = 'NL'`);
  });

  it('moves one client at once when something happened to him, and leaves the others', async () => {
    const id = await published('Swiss', all(in_('country', 'CH')));
    await change(1, `country = 'CH'`);
    await change(2, `country = 'CH'`);
    const { ids } = await surveyClient(job(), { clientId: client(1) });
    expect(ids).toContain(id);
    await countClient(job(), { clientId: client(1), ids });
    expect(await members(boss, id)).toEqual([1]);
    expect(await events(id)).toEqual(['entered 1']);
    await change(1, `country = 'NL'`);
    await change(2, `country = 'DE'`);
  });

  it('answers who was in it on a day, and keeps that when a new version says otherwise', async () => {
    const id = await published('Dutch', all(in_('country', 'NL')));
    await asOwner(tenant, (query) =>
      query('update segment_member set joined_at = $3 where tenant_id = $1 and segment_id = $2', [
        tenant.id,
        uuidFromId('segment', id),
        ago(10),
      ]),
    );
    await draftSegment(boss, { id, conditions: all(in_('country', 'DE')), note: 'Germans now' });
    expect(await members(boss, id)).toEqual([0, 1]);
    await publishSegment(boss, { id });
    await count(id);
    expect(await members(boss, id)).toEqual([2]);
    // A new definition moves people without anybody having entered or left.
    expect(await events(id)).toEqual([]);
    const then = await inUow(job(), (uow) => isInSegment(uow, client(0), 'dutch', ago(5)));
    const now = await inUow(job(), (uow) => isInSegment(uow, client(0), 'dutch'));
    expect([then, now]).toEqual([true, false]);
    const { versions } = await readSegment(boss, { id });
    expect(versions.map(({ version, note: why }) => [version, why])).toEqual([
      [2, 'Germans now'],
      [1, note],
    ]);
    const { days } = await segmentHistory(boss, { id });
    expect(days.at(0)?.members).toBe(2);
    expect(days.at(-1)).toMatchObject({ members: 1, left: 2 });
  });

  it('shows everybody his own clients only, and figures of these', async () => {
    const id = await published('Everybody', all(in_('brandId', at.brand)));
    const person = await signedIn(tenant, ['engagement.*', 'read:clients.*'], { scope: 'own' });
    const seller = makeCtx(tenant, {
      credential: { kind: 'session', sessionId: person.sessionUuid, surface: person.surface },
    });
    await change(2, 'owner_id = $3', [person.userUuid]);
    expect(await members(seller, id)).toEqual([2]);
    const mine = (await listSegments(seller, {})).rows.find((row) => row.id === id);
    expect(mine?.members).toBe(1);
    expect((await segmentHistory(seller, { id })).days.at(-1)?.members).toBe(1);
    expect((await previewSegment(seller, { conditions: all(in_('brandId', at.brand)) })).matched).toBe(1);
    expect((await listClients(seller, { segmentId: id })).rows.map((row) => row.id)).toEqual([client(2)]);
    await expect(clientSegments(seller, { clientId: client(0) })).rejects.toMatchObject({ kind: 'not_found' });
    // Figures without names for who may list nobody.
    const marketing = await staffCtx(tenant, ['read:engagement.*']);
    expect((await listSegments(marketing, {})).rows.find((row) => row.id === id)?.members).toBe(4);
    expect((await previewSegment(marketing, { conditions: all(in_('brandId', at.brand)) })).sample).toEqual([]);
    await expect(listMembers(marketing, { id })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('stays while something asks for it, and its history stays after it', async () => {
    const id = await published('Named in a view', all(in_('country', 'NL')));
    expect((await listClients(boss, { segmentId: id })).rows.map((row) => clients.indexOf(row.id)).sort()).toEqual([
      0, 1,
    ]);
    await saveView(boss, { table: 'clients', name: 'Theirs', isTeam: true, state: { search: `segment=${id}` } });
    await expect(removeSegment(boss, { id })).rejects.toMatchObject({ reason: 'segment_in_use' });
    await asOwner(tenant, (query) => query('delete from saved_view where tenant_id = $1', [tenant.id]));
    await removeSegment(boss, { id });
    await expect(readSegment(boss, { id })).rejects.toMatchObject({ reason: 'segment_not_found' });
    const { rows } = await clientSegments(boss, { clientId: client(0) });
    expect(rows.map(({ key }) => key)).not.toContain('named_in_a_view');
  });
});
