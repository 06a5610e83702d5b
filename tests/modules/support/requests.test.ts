import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { clientTimeline, findClient, findPerson, readClient } from '@/server/modules/clients';
import { acceptDocument, uploadDocument } from '@/server/modules/documents';
import type { DocumentKind } from '@/server/modules/documents/contract';
import { findUserOfClient, signInWithPassword, updateUser } from '@/server/modules/identity';
import { bank, wallet } from '@/server/modules/ledger';
import {
  applyRequest,
  collectOwnData,
  extendRequest,
  listRequests,
  lookAhead,
  openConversation,
  openRequest,
  readRequest,
  refuseRequest,
  withdrawRequest,
  writeConversationNote,
} from '@/server/modules/support';
import type { RequestKind } from '@/server/modules/support/request-contract';
import { listWork } from '@/server/modules/work';
import { clientCtx, signedIn, staffCtx } from '../../support/actors';
import { booked } from '../../support/books';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { approveKyc } from '../../support/payer';
import { password, portsOf } from '../../support/people';
import { approveParked, inUow, newClient, type Place, place } from '../../support/registrations';

const see = ['clients.*', 'work.*', 'documents.document.*', 'audit.entry.list', 'sensitive.contact'];
const pdf = new TextEncoder().encode(`%PDF-1.7\n${' '.repeat(300)}`);

describe('requests of clients', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bos-requests-'));
  const storage = createLocalStorage({ config: { folder }, clock: systemClock });
  let tenant: TestTenant;
  let at: Place;
  let agent: Ctx;
  let analyst: Ctx;
  let officer: Ctx;
  let job: Ctx;

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    const withStore = (ctx: Ctx): Ctx => ({ ...ctx, ports: { ...portsOf(tenant), storage } });
    const identity = [...see, 'support.request.*', 'sensitive.identity', 'sensitive.document'];
    agent = withStore(await staffCtx(tenant, [...see, 'support.*'], { name: 'Sami Support' }));
    analyst = withStore(await staffCtx(tenant, identity, { name: 'Kia Analyst' }));
    officer = withStore(await staffCtx(tenant, identity, { name: 'Mira Officer' }));
    job = withStore(asJob(tenant));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function person() {
    const client = await newClient(tenant, at);
    const ctx = await clientCtx(tenant, uuidFromId('client', client.id));
    return { ...client, ctx: { ...ctx, ports: { ...portsOf(tenant), storage } } };
  }
  const waiting = async (id: Id<'client'>, kind = 'client_request') =>
    (await listWork(agent, { view: 'all', clientId: id })).rows.filter((row) => row.kind === kind);
  async function paper(who: Ctx, clientId: Id<'client'>, kind: DocumentKind) {
    return uploadDocument(who, { clientId, kind, fileName: `${kind}.pdf`, bytes: pdf });
  }
  async function applied(id: Id<'request'>, who: Ctx, second: Ctx | null) {
    const asked = await applyRequest.orPark(who, { id, reason: 'everything is in order' });
    if (!second) return asked;
    expect(asked).toHaveProperty('parked');
    return approveParked(second, (asked as { parked: string }).parked);
  }

  it('a new address is looked at, changed by whose it is, and must be confirmed again', async () => {
    const { id: clientId, ctx } = await person();
    const email = `${clientId.slice(-8)}@new.example`;
    const { id } = await openRequest(ctx, { kind: 'change_email', wanted: { email } });
    expect(await waiting(clientId)).toMatchObject([{ object: { id }, team: 'support', isOverdue: false }]);
    await expect(openRequest(ctx, { kind: 'change_email', wanted: { email } })).rejects.toMatchObject({
      reason: 'request_open_already',
    });
    const before = await readRequest(agent, { id });
    expect(before.contact).toMatchObject([{ field: 'email', after: email }]);
    expect(before.checks.map(({ name, result }) => [name, result])).toEqual([
      ['shown_who_he_is', 'pass'],
      ['may_sign_in', 'pass'],
      ['address_free', 'pass'],
      ['differs_from_now', 'pass'],
    ]);
    await applied(id, agent, null);
    expect(await waiting(clientId)).toEqual([]);
    const user = await inUow(job, (uow) => findUserOfClient(uow, clientId));
    expect(user).toMatchObject({ email, emailVerifiedAt: null });
    const after = await readRequest(agent, { id });
    expect(after).toMatchObject({ state: 'done', decidedBy: 'Sami Support', contact: before.contact });
    expect((await readRequest(ctx, { id })).decidedBy).toBeNull();
    const story = await clientTimeline(agent, { clientId, limit: 30, technical: true });
    expect(story.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['support.request.open', 'support.request.apply']),
    );
  });

  it('an address somebody else has, and a paper of somebody else, are refused at once', async () => {
    const [one, two] = [await person(), await person()];
    const taken = (await readClient(job, { id: two.id })).email ?? '';
    await expect(openRequest(one.ctx, { kind: 'change_email', wanted: { email: taken } })).rejects.toMatchObject({
      reason: 'request_blocked',
      detail: { params: { why: 'address free' } },
    });
    const foreign = await paper(two.ctx, two.id, 'proof_of_address');
    const wanted = { addressLine: 'Kade 1', city: 'Delft' };
    await expect(
      openRequest(one.ctx, { kind: 'change_address', wanted, documentIds: [foreign.id] }),
    ).rejects.toMatchObject({ reason: 'document_not_found' });
  });

  it('what changes how money leaves wants fresh proof; what a locked-out client needs does not', async () => {
    const { id, ctx } = await person();
    const stale = await signedIn(tenant, [], {
      kind: 'client',
      clientUuid: uuidFromId('client', id),
      stepUp: false,
    });
    const tired = makeCtx(tenant, {
      ports: ctx.ports,
      credential: { kind: 'session', sessionId: stale.sessionUuid, surface: 'portal' },
    });
    await expect(
      openRequest(tired, { kind: 'change_phone', wanted: { phone: '+31 6 1234 5678' } }),
    ).rejects.toMatchObject({ reason: 'prove_it_is_you' });
    const { state } = await openRequest(tired, { kind: 'resend_verification', wanted: {} });
    expect(state).toBe('done');
    await expect(openRequest(agent, { clientId: id, kind: 'unlock', wanted: {} })).rejects.toMatchObject({
      reason: 'caller_not_checked',
    });
  });

  it('a new name needs a paper that was accepted and two people, and opens verification again', async () => {
    const { id: clientId, ctx } = await person();
    await approveKyc(job, { id: clientId });
    const file = await paper(ctx, clientId, 'id_card');
    const wanted = { firstName: 'Marit', lastName: 'Vries', why: 'marriage' };
    const { id } = await openRequest(ctx, { kind: 'change_name', wanted, documentIds: [file.id] });
    expect((await waiting(clientId))[0]).toMatchObject({ team: 'onboarding' });
    await expect(applyRequest(agent, { id, reason: 'looks fine' })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(applyRequest(analyst, { id, reason: 'looks fine' })).rejects.toMatchObject({
      reason: 'request_blocked',
    });
    await acceptDocument(analyst, { id: file.id });
    await applied(id, analyst, officer);
    const found = await inUow(job, async (uow) => {
      const client = await findClient(uow, clientId);
      return client && findPerson(uow, client.personId);
    });
    expect(found).toMatchObject({ firstName: 'Marit', lastName: 'Vries' });
    expect(await readRequest(analyst, { id })).toMatchObject({
      decidedBy: 'Kia Analyst',
      approvedBy: ['Mira Officer'],
      right: null,
      why: 'marriage',
    });
    expect((await readClient(job, { id: clientId })).facets.verification).toBe('expired');
    const masked = await readRequest(agent, { id });
    expect(JSON.stringify(masked.identity)).not.toContain('Vries');
  });

  it('a lost second factor: himself again, two people, no session left, and withdrawals wait with an end', async () => {
    const { id: clientId, ctx } = await person();
    const user = await inUow(job, (uow) => findUserOfClient(uow, clientId));
    if (!user) throw new Error('no user');
    await expect(openRequest(ctx, { kind: 'reset_2fa', wanted: {} })).rejects.toMatchObject({
      detail: { params: { why: 'second factor on' } },
    });
    await inUow(job, (uow) => updateUser(uow, user.id, { totpSecret: 'x', totpEnabledAt: uow.now }));
    const { id } = await openRequest(ctx, { kind: 'reset_2fa', wanted: { why: 'phone stolen' } });
    expect((await readRequest(ctx, { id })).blockedBy).toEqual(['identity_again']);
    const selfie = await paper(ctx, clientId, 'selfie');
    await acceptDocument(analyst, { id: selfie.id });
    await applied(id, analyst, officer);
    expect(await inUow(job, (uow) => findUserOfClient(uow, clientId))).toMatchObject({ totpEnabledAt: null });
    const { activeHolds, capabilities } = await readClient(job, { id: clientId });
    const { holdUntil } = await readRequest(ctx, { id });
    expect(activeHolds).toMatchObject([{ reason: 'security', expiresAt: holdUntil }]);
    expect(holdUntil && Math.round((holdUntil.getTime() - Date.now()) / 86_400_000)).toBe(7);
    expect(capabilities.withdraw).toMatchObject({ state: 'denied', reasons: ['security_hold', 'verification_none'] });
    expect(capabilities.transfer.reasons).not.toContain('security_hold');
  });

  it('who agrees is not asked any more once the request was refused or taken back', async () => {
    for (const end of ['refuse', 'withdraw'] as const) {
      const { id: clientId, ctx } = await person();
      const user = await inUow(job, (uow) => findUserOfClient(uow, clientId));
      if (!user) throw new Error('no user');
      await inUow(job, (uow) => updateUser(uow, user.id, { totpSecret: 'x', totpEnabledAt: uow.now }));
      const { id } = await openRequest(ctx, { kind: 'reset_2fa', wanted: { why: 'phone stolen' } });
      const selfie = await paper(ctx, clientId, 'selfie');
      await acceptDocument(analyst, { id: selfie.id });
      const parked = applyRequest(analyst, { id, reason: 'it is he' });
      await expect(parked).rejects.toMatchObject({ reason: 'waiting_for_approval' });
      const waits = async () =>
        (await asOwner(tenant, (query) => query('select state from approval_request where object_id = $1', [id]))).rows;
      expect(await waits()).toEqual([{ state: 'waiting' }]);
      if (end === 'refuse')
        await refuseRequest(analyst, { id, reason: 'not he after all', noteToClient: 'Please call us.' });
      else await withdrawRequest(ctx, { id });
      expect(await waits()).toEqual([{ state: 'cancelled' }]);
    }
  });

  it('unlocks whom too many wrong guesses kept out', async () => {
    const { id: clientId } = await person();
    const email = (await readClient(job, { id: clientId })).email ?? '';
    const door = makeCtx(tenant, { ports: portsOf(tenant), credential: { kind: 'anonymous' } });
    const guess = (word: string) => signInWithPassword(door, { surface: 'portal', email, password: word });
    for (let i = 0; i < 5; i += 1)
      await expect(guess('wrong guess 123')).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(guess(password)).rejects.toMatchObject({ kind: 'rate_limited' });
    const ctx = await clientCtx(tenant, uuidFromId('client', clientId));
    expect(await openRequest(ctx, { kind: 'unlock', wanted: {} })).toMatchObject({ state: 'done' });
    await expect(guess(password)).resolves.toMatchObject({ step: 'ticket' });
  });

  it('an account is not closed over money, and says which; without it he is gone and cannot sign in', async () => {
    const { id: clientId, ctx } = await person();
    const owner = { client: clientId, entity: at.entity };
    const amount = { minor: 12_345n, asset: 'EUR' };
    const house = bank(at.entity, 'client_seg', 'EUR');
    const moved = (debit: typeof house, credit: typeof house, reference: string) =>
      booked(job, { recipe: 'test', reference, transfers: [{ debit, credit, amount, code: 'test' }] });
    await moved(house, wallet(owner, 'EUR'), `in-${clientId}`);
    const close = { kind: 'close_account', wanted: { why: 'moving abroad' } } as const;
    await expect(openRequest(ctx, close)).rejects.toMatchObject({ detail: { params: { why: 'no money' } } });
    const ahead = await lookAhead(ctx, { kind: 'close_account' });
    expect(ahead).toMatchObject({ blockedBy: ['no_money'], isOpen: false });
    expect(ahead.checks.find(({ name }) => name === 'no_money')?.facts).toEqual({ wallet: '123.45 EUR' });
    await moved(wallet(owner, 'EUR'), house, `out-${clientId}`);
    const { id } = await openRequest(ctx, close);
    await applied(id, agent, officer);
    expect(await readClient(job, { id: clientId })).toMatchObject({ stage: 'closed' });
    const user = await inUow(job, (uow) => findUserOfClient(uow, clientId));
    expect(user).toMatchObject({ status: 'left' });
  });

  it('a right to his data has its month, may be prolonged once, and erasing waits for the law', async () => {
    const { id: clientId, ctx } = await person();
    await approveKyc(job, { id: clientId });
    const { id } = await openRequest(ctx, { kind: 'data_subject', wanted: { right: 'erasure' } });
    const { dueAt, blockedBy } = await readRequest(analyst, { id });
    const days = (dueAt.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(27);
    expect(days).toBeLessThan(32);
    expect(blockedBy).toEqual(['retention_over']);
    await extendRequest(analyst, { id, reason: 'records of three systems' });
    await expect(extendRequest(analyst, { id, reason: 'and again' })).rejects.toMatchObject({
      reason: 'cannot_be_extended',
    });
    await expect(applyRequest(analyst, { id, reason: 'he wants it' })).rejects.toMatchObject({
      reason: 'request_blocked',
    });
    await refuseRequest(analyst, {
      id,
      reason: 'bound by law',
      noteToClient: 'The law makes us keep this until 2031.',
    });
    expect(await readRequest(ctx, { id })).toMatchObject({
      state: 'refused',
      noteToClient: expect.stringMatching('2031'),
    });
  });

  it('gives him a copy of all that he may see, once granted and for thirty days', async () => {
    const { id: clientId, ctx } = await person();
    const { id: thread } = await openConversation(ctx, { topic: 'other', text: 'Where do you keep my data?' });
    await writeConversationNote(agent, { id: thread, text: 'A curious one.' });
    const { id } = await openRequest(ctx, { kind: 'data_subject', wanted: { right: 'access' } });
    await expect(collectOwnData(ctx, { id })).rejects.toMatchObject({ reason: 'nothing_to_collect' });
    await applied(id, analyst, officer);
    const { data } = await collectOwnData(ctx, { id });
    const file = JSON.stringify(data, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    for (const part of [
      'Marit',
      'Where do you keep my data?',
      'acceptances',
      (await readClient(job, { id: clientId })).number,
    ])
      expect(file).toContain(part);
    expect(file).not.toMatch(/curious|Kia Analyst|duplicates/);
    const other = await person();
    await expect(collectOwnData(other.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    await asOwner(tenant, (query) =>
      query(`update client_request set decided_at = now() - interval '31 days' where id = $1`, [
        uuidFromId('request', id),
      ]),
    );
    await expect(collectOwnData(ctx, { id })).rejects.toMatchObject({ reason: 'nothing_to_collect' });
  });

  it('erases whom no law keeps: nothing of him can be read', async () => {
    const { id: clientId, ctx } = await person();
    const { id } = await openRequest(ctx, { kind: 'data_subject', wanted: { right: 'erasure' } });
    await applied(id, analyst, officer);
    const { email, name, number } = await readClient(job, { id: clientId });
    expect({ email, name }).toEqual({ email: null, name: number });
    expect(await readRequest(analyst, { id })).toMatchObject({ state: 'done', right: null });
  });

  it('is his alone: taken back by him, seen by nobody else', async () => {
    const [one, two] = [await person(), await person()];
    const wanted = { phone: '+31 6 1111 2222' };
    const { id } = await openRequest(one.ctx, { kind: 'change_phone', wanted });
    for (const kind of [readRequest, withdrawRequest])
      await expect(kind(two.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await listRequests(two.ctx, {})).rows).toEqual([]);
    await withdrawRequest(one.ctx, { id });
    expect((await listRequests(one.ctx, {})).rows).toMatchObject([{ id, state: 'withdrawn' }]);
    const kinds: RequestKind[] = ['change_phone'];
    expect((await listRequests(agent, { kinds, states: ['withdrawn'] })).rows.map((row) => row.id)).toContain(id);
  });
});
