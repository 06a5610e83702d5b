import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import {
  addReference,
  assignIntroducer,
  assignOwner,
  changeEmail,
  clientFunnel,
  clientTimeline,
  dismissDuplicate,
  editContact,
  introducerAt,
  listClients,
  listConsents,
  mergePersons,
  previewMerge,
  readClient,
  readClientRecords,
  recordConsent,
  revealField,
  setTags,
  unmergePersons,
  updatePerson,
} from '@/server/modules/clients';
import { clientCtx, signedIn, staffCtx } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { portsOf } from '../../support/people';
import { approveParked, inUow, newClient, type Place, place } from '../../support/registrations';

describe('the desk', () => {
  let tenant: TestTenant;
  let at: Place;
  let boss: Ctx;
  const job = () => asJob(tenant);
  const names = async (ctx: Ctx, input = {}) => (await listClients(ctx, input)).rows.map((row) => row.number);

  async function team(desk: string): Promise<string> {
    const id = randomUUID();
    await asOwner(tenant, (query) =>
      query('insert into team (tenant_id, id, name, desk, created_at) values ($1, $2, $3, $3, now())', [
        tenant.id,
        id,
        desk,
      ]),
    );
    return id;
  }

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    boss = await staffCtx(tenant, ['clients.*', 'sensitive.*']);
  });

  it('shows a member of staff the rows of his scope, and nothing else exists for him', async () => {
    const benelux = await team('benelux');
    const sameDesk = await team('benelux');
    const seller = await signedIn(tenant, ['clients.*'], { scope: 'own', teamUuid: benelux });
    const ctxOf = (person: typeof seller) =>
      makeCtx(tenant, { credential: { kind: 'session', sessionId: person.sessionUuid, surface: 'desk' } });
    const mate = await signedIn(tenant, ['clients.*'], { scope: 'team', teamUuid: benelux });
    const neighbour = await signedIn(tenant, ['clients.*'], { scope: 'desk', teamUuid: sameDesk });
    const [mine, teams, strange] = [
      await newClient(tenant, at),
      await newClient(tenant, at),
      await newClient(tenant, at),
    ];
    const reason = 'handed out';
    await assignOwner(boss, {
      clientId: mine.id,
      ownerId: idFromUuid('user', seller.userUuid),
      teamId: idFromUuid('team', benelux),
      desk: 'benelux',
      reason,
    });
    await assignOwner(boss, {
      clientId: teams.id,
      ownerId: null,
      teamId: idFromUuid('team', benelux),
      desk: 'benelux',
      reason,
    });
    expect(await names(ctxOf(seller))).toEqual([mine.number]);
    expect(await names(ctxOf(mate))).toEqual([teams.number, mine.number]);
    expect(await names(ctxOf(neighbour))).toEqual([teams.number, mine.number]);
    for (const [who, reached] of [
      [seller, [mine]],
      [mate, [mine, teams]],
      [neighbour, [mine, teams]],
    ] as const) {
      for (const one of [mine, teams, strange]) {
        const reading = readClient(ctxOf(who), { id: one.id });
        if ((reached as readonly unknown[]).includes(one)) expect((await reading).number).toBe(one.number);
        else await expect(reading).rejects.toMatchObject({ kind: 'not_found' });
        const writing = setTags(ctxOf(who), { clientId: one.id, tags: ['called'] });
        if ((reached as readonly unknown[]).includes(one)) await writing;
        else await expect(writing).rejects.toMatchObject({ kind: 'not_found' });
      }
    }
    expect((await clientFunnel(ctxOf(seller), {})).map(({ stage, clients }) => [stage, clients])).toEqual([
      ['acquire', 1],
    ]);
  });

  it('finds by the beginning of name, e-mail, phone, number or outside reference, in any script', async () => {
    const { id, number } = await newClient(tenant, at, {
      firstName: 'Łukasz',
      lastName: 'Żółć',
      email: 'lz.invest+fx@mail.example',
      phone: '+48 600 700 801',
    });
    await inUow(job(), async (uow) => {
      await updatePerson(uow, (await readClient(job(), { id })).personId, { nativeName: 'لوكاش' });
      await addReference(uow, id, {
        objectType: 'tradingAccount',
        objectId: 'ta',
        system: 'mt5',
        externalId: '700388',
      });
    });
    for (const typed of [
      'zołc',
      'LUKASZ',
      'invest',
      'lz.invest+fx@mail',
      '+48 600 700',
      '0801',
      number,
      number.slice(2),
      'لوك',
      '7003',
    ]) {
      const rows = await names(boss, { search: typed });
      expect([typed, rows.includes(number)]).toEqual([typed, true]);
    }
    expect(await names(boss, { search: "'); drop table client; --" })).toEqual([]);
  });

  it('pages without gaps or repeats, and filters', async () => {
    const tag = `t${randomUUID().slice(0, 8)}`;
    const made: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      const one = await newClient(tenant, at, { lastName: `Same Name` });
      made.push(one.number);
      await setTags(boss, { clientId: one.id, tags: [tag] });
    }
    for (const sort of ['name', 'registeredAt', 'fundedAt']) {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await listClients(boss, { tag, sort, direction: 'asc', limit: 3, cursor });
        expect(page.total).toBe(7);
        seen.push(...page.rows.map((row) => row.number));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen.sort()).toEqual([...made].sort());
    }
    expect(await names(boss, { tag, verification: 'approved' })).toEqual([]);
    expect(await names(boss, { tag, isUnowned: true, stage: 'acquire', hasHold: false })).toHaveLength(7);
    await expect(listClients(boss, { sort: 'password' })).rejects.toMatchObject({ reason: 'cannot_sort_by' });
  });

  it('masks contact data by role; one field is revealed with a reason, and told', async () => {
    const { id } = await newClient(tenant, at, { email: 'plain.mask@mail.example' });
    const agent = await staffCtx(tenant, ['clients.*']);
    expect((await readClient(agent, { id })).email).toBe('p•••@•••.example');
    expect((await readClient(boss, { id })).email).toBe('plain.mask@mail.example');
    const { value } = await revealField(agent, {
      clientId: id,
      field: 'email',
      reason: 'client asked to be written to',
    });
    expect(value).toBe('plain.mask@mail.example');
    const timeline = await clientTimeline(await staffCtx(tenant, ['clients.*', 'audit.*']), { clientId: id });
    expect(timeline.rows.find((row) => row.action === 'clients.field.reveal')).toMatchObject({
      reason: 'client asked to be written to',
      facts: { field: 'email' },
    });
  });

  it("a client's story leaves out the machinery until it is asked for", async () => {
    const { id } = await newClient(tenant, at);
    const reader = await staffCtx(tenant, ['clients.*', 'audit.*']);
    const actions = async (input: { technical?: boolean } = {}) =>
      (await clientTimeline(reader, { clientId: id, limit: 200, ...input })).rows.map(({ action }) => action);
    await inUow(job(), async (uow) => {
      for (const action of ['ledger.set.posted', 'clients.tier.decided'])
        uow.audit({ action, object: { type: 'client', id }, client: id });
    });
    expect(await actions()).not.toContain('ledger.set.posted');
    expect(await actions()).toContain('clients.tier.decided');
    expect(await actions({ technical: true })).toContain('ledger.set.posted');
  });

  it("a client edits his own contact and consents, and nobody else's", async () => {
    const [own, other] = [await newClient(tenant, at), await newClient(tenant, at)];
    const self = await clientCtx(tenant, uuidFromId('client', own.id));
    const phone = '+31 20 555 0000';
    await expect(editContact(self, { clientId: own.id, phone })).rejects.toMatchObject({ reason: 'ask_by_request' });
    await editContact(self, { clientId: own.id, language: 'de' });
    expect((await readClient(job(), { id: own.id })).language).toBe('de');
    await editContact(boss, { clientId: own.id, phone, city: 'Rotterdam', reason: 'called and proved who he is' });
    expect(await names(boss, { search: '5550000' })).toEqual([]);
    expect(await names(boss, { search: '205550000' })).toEqual([own.number]);
    await expect(editContact(self, { clientId: other.id, city: 'x' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(editContact(boss, { clientId: own.id, city: 'Delft' })).rejects.toMatchObject({
      reason: 'reason_needed',
    });
    await recordConsent(self, {
      clientId: own.id,
      purpose: 'marketing',
      channel: 'email',
      isGiven: true,
      wording: 'profile',
    });
    const consents = await listConsents(self, { clientId: own.id });
    expect(consents.find(({ purpose }) => purpose === 'marketing')?.isGiven).toBe(true);
  });

  it('a new e-mail moves the login too and must be proven again', async () => {
    const [one, other] = [
      await newClient(tenant, at),
      await newClient(tenant, at, { email: 'taken.address@mail.example' }),
    ];
    const ctx = { ...boss, ports: portsOf(tenant) };
    await expect(
      changeEmail(ctx, { clientId: one.id, email: 'taken.address@mail.example', reason: 'typing error' }),
    ).rejects.toMatchObject({ reason: 'email_taken' });
    await changeEmail(ctx, { clientId: one.id, email: 'moved.to@mail.example', reason: 'lost the old mailbox' });
    expect(await names(boss, { search: 'moved.to@mail.example' })).toEqual([one.number]);
    const users = await asOwner(tenant, (query) =>
      query('select email, email_verified_at from app_user where tenant_id = $1 and client_id = $2', [
        tenant.id,
        uuidFromId('client', one.id),
      ]),
    );
    expect(users.rows).toEqual([{ email: 'moved.to@mail.example', email_verified_at: null }]);
    expect(other.number).toBeTruthy();
  });

  it('knows who had introduced a client at any moment', async () => {
    const { id } = await newClient(tenant, at, { attribution: { introducerCode: 'IB-1' } });
    const between = new Date();
    const later = { ...asJob(tenant), clock: { now: () => new Date(between.getTime() + 5_000) } };
    await assignIntroducer(later, { clientId: id, code: 'IB-2', reason: 'agreed with both' });
    const at_ = (moment: Date) => inUow(job(), (uow) => introducerAt(uow, id, moment));
    expect((await at_(between))?.code).toBe('IB-1');
    expect((await at_(new Date(between.getTime() + 6_000)))?.code).toBe('IB-2');
    expect((await readClient(job(), { id })).introducer).toBe('IB-2');
  });

  it('joins two persons by two people, and takes them apart again', async () => {
    const phone = '+44 20 7946 0958';
    const [a, b] = [await newClient(tenant, at, { phone }), await newClient(tenant, at, { phone })];
    const person = async (id: Id<'client'>) => (await readClient(job(), { id })).personId;
    const [survivorId, absorbedId] = [await person(a.id), await person(b.id)];
    const preview = await previewMerge(boss, { survivorId, absorbedId });
    expect(preview.absorbed.clients).toEqual([{ id: b.id, number: b.number }]);
    const asked = await mergePersons.orPark(boss, { survivorId, absorbedId, reason: 'same passport seen' });
    const second = await staffCtx(tenant, ['clients.*']);
    await approveParked(second, (asked as { parked: string }).parked);
    expect(await person(b.id)).toBe(survivorId);
    const { merges, duplicates } = await readClientRecords(job(), { id: a.id });
    expect([merges.length, duplicates.length]).toEqual([1, 0]);
    await expect(mergePersons.orPark(boss, { survivorId, absorbedId, reason: 'again' })).rejects.toMatchObject({
      reason: 'already_merged',
    });
    const undo = await unmergePersons.orPark(boss, { id: merges[0]?.id as Id<'merge'>, reason: 'two brothers' });
    await approveParked(second, (undo as { parked: string }).parked);
    expect(await person(b.id)).toBe(absorbedId);
  });

  it('a suspicion that was dismissed is not raised again', async () => {
    const phone = '+44 20 7946 0321';
    const [a, b] = [await newClient(tenant, at, { phone }), await newClient(tenant, at, { phone })];
    const { duplicates } = await readClientRecords(job(), { id: b.id });
    await dismissDuplicate(boss, { id: duplicates[0]?.id as Id<'duplicate'>, reason: 'mother and son' });
    await editContact(boss, { clientId: a.id, city: 'Leeds', reason: 'moved house' });
    expect((await readClient(job(), { id: b.id })).possibleDuplicates).toBe(0);
  });
});
