import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import type { Id } from '@/server/kernel/ids';
import { uuidFromId } from '@/server/kernel/ids';
import {
  advance,
  advanceIfPossible,
  clientStanding,
  expireHold,
  listDueHolds,
  myStanding,
  overrideTier,
  overrideVerification,
  placeHold,
  placeHoldOn,
  readClient,
  releaseHold,
  releaseHoldOn,
  requireCapability,
  setTierByPolicy,
  suspendClose,
} from '@/server/modules/clients';
import { clientCtx, staffCtx } from '../../support/actors';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { approveParked, inUow, newClient, type Place, place } from '../../support/registrations';

describe('standing', () => {
  let tenant: TestTenant;
  let at: Place;
  let mlro: Ctx;
  let colleague: Ctx;
  const job = () => asJob(tenant);
  const standing = (id: Id<'client'>) => inUow(job(), (uow) => clientStanding(uow, id));
  const outbox = (id: Id<'client'>) =>
    asOwner(tenant, async (query) => {
      const { rows } = await query(
        `select name from outbox where tenant_id = $1 and data->>'clientId' = $2 order by id`,
        [tenant.id, id],
      );
      return rows.map((row) => row.name as string);
    });
  /** Verified, funded, trading. */
  async function active() {
    const { id } = await newClient(tenant, at);
    await inUow(job(), async (uow) => {
      await advance(uow, id, 'verification', 'apply', 'form sent');
      await advance(uow, id, 'verification', 'submit', 'documents complete');
      await advance(uow, id, 'verification', 'approve', 'provider', { renewsAt: new Date('2027-11-01T00:00:00Z') });
      await setTierByPolicy(uow, id, 'T2', 'verified');
      await advance(uow, id, 'funding', 'fund', 'deposit D-1');
      await advance(uow, id, 'trading', 'go_live', 'first deal');
    });
    return id;
  }

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    mlro = await staffCtx(tenant, ['clients.*', 'sensitive.restricted_reason']);
    colleague = await staffCtx(tenant, ['clients.*']);
  });

  it('moves along the facets, keeps the history, derives stage and milestones', async () => {
    const id = await active();
    const detail = await readClient(job(), { id });
    expect(detail).toMatchObject({ stage: 'trade', tier: 'T2', renewsAt: new Date('2027-11-01T00:00:00Z') });
    expect(detail.approvedAt && detail.fundedAt && detail.liveAt).toBeInstanceOf(Date);
    expect(detail.milestones.map(({ facet, to }) => `${facet}:${to}`)).toEqual([
      'verification:applying',
      'verification:in_review',
      'verification:approved',
      'relationship:client',
      'funding:funded',
      'trading:live',
    ]);
    expect(Object.values(detail.capabilities).map(({ state }) => state)).toEqual(Array(7).fill('allowed'));
    expect(await outbox(id)).toContain('clients/capabilities.changed');
  });

  it('a second deposit is no change, and what the table forbids is refused', async () => {
    const id = await active();
    const before = (await readClient(job(), { id })).milestones.length;
    await inUow(job(), (uow) => advance(uow, id, 'funding', 'fund', 'deposit D-2'));
    expect((await readClient(job(), { id })).milestones).toHaveLength(before);
    await expect(inUow(job(), (uow) => advance(uow, id, 'verification', 'submit', 'late'))).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'transition_not_allowed',
    });
    expect(await inUow(job(), (uow) => advanceIfPossible(uow, id, 'verification', 'submit', 'late'))).toBe(false);
  });

  it('history cannot be rewritten by the app', async () => {
    const id = await active();
    const connection = await tenant.database.acquire();
    await connection.query({ text: 'begin' });
    await connection.query({ text: `select set_config('app.tenant_id', '${tenant.id}', true)` });
    await expect(
      connection.query({
        text: `update journey_change set reason = 'x' where client_id = '${uuidFromId('client', id)}'`,
      }),
    ).rejects.toMatchObject({ code: '42501' });
    await connection.query({ text: 'rollback' });
    connection.release();
  });

  it('a rejected renewal closes what it must and leaves closing and reviewed withdrawal', async () => {
    const id = await active();
    await inUow(job(), (uow) => advance(uow, id, 'verification', 'reject', 'renewal rejected'));
    const { capabilities } = (await standing(id)) ?? {};
    expect(capabilities).toMatchObject({
      deposit: { state: 'denied' },
      openAccount: { state: 'denied' },
      trade: { state: 'limited', reasons: ['close_only'] },
      close: { state: 'allowed' },
      withdraw: { state: 'reviewed' },
    });
    await expect(inUow(job(), (uow) => requireCapability(uow, id, 'deposit'))).rejects.toMatchObject({
      kind: 'rejected',
      reason: 'verification_rejected',
    });
    expect((await readClient(job(), { id })).stage).toBe('trade');
  });

  it('a hold on the person acts on all his clients; one on a client only there', async () => {
    const [first, second] = [await active(), await active()];
    const personOf = async (id: Id<'client'>) => (await readClient(job(), { id })).personId;
    const person = await personOf(first);
    await asOwner(tenant, (query) =>
      query('update client set person_id = $2 where tenant_id = $1 and id = $3', [
        tenant.id,
        uuidFromId('person', person),
        uuidFromId('client', second),
      ]),
    );
    await placeHold(mlro, { clientId: first, reason: 'chargeback', note: 'opened by the scheme' });
    expect((await standing(first))?.capabilities.deposit.reasons).toEqual(['chargeback_open']);
    expect((await standing(second))?.capabilities.deposit.state).toBe('allowed');
    const { id: hold } = await placeHold(mlro, { clientId: first, reason: 'aml', note: 'suspicious pattern' });
    expect((await standing(second))?.capabilities.withdraw).toEqual({ state: 'denied', reasons: ['under_hold'] });
    expect(await outbox(second)).toEqual(
      expect.arrayContaining(['clients/hold.placed', 'clients/capabilities.changed']),
    );
    const asked = await releaseHold.orPark(mlro, { id: hold, reason: 'explained by documents' });
    expect(asked).toHaveProperty('parked');
    const parked = (asked as { parked: string }).parked;
    await expect(approveParked(mlro, parked)).rejects.toMatchObject({ reason: 'cannot_approve_own_request' });
    expect((await standing(second))?.capabilities.withdraw.state).toBe('denied');
    await approveParked(colleague, parked);
    expect((await standing(second))?.capabilities.withdraw.state).toBe('allowed');
  });

  it('restricted reasons read "under review" to everyone but compliance, the client himself included', async () => {
    const id = await active();
    await placeHold(mlro, { clientId: id, reason: 'fraud', note: 'stolen card ring' });
    await placeHold(mlro, { clientId: id, reason: 'tax', note: 'missing form' });
    const seen = JSON.stringify(await readClient(colleague, { id }));
    expect(seen).not.toMatch(/fraud|stolen card ring/);
    expect(seen).toContain('missing form');
    const told = await readClient(mlro, { id });
    expect(told.activeHolds.map((hold) => hold.restrictedReason ?? hold.reason).sort()).toEqual(['fraud', 'tax']);
    const own = await myStanding(await clientCtx(tenant, uuidFromId('client', id)), {});
    expect(own.capabilities.withdraw).toEqual({ state: 'denied', reasons: ['under_hold', 'tax_hold'] });
    expect(JSON.stringify(own)).not.toMatch(/fraud|stolen/);
  });

  it('a hold ends by its date at once, and the job says so to others', async () => {
    const id = await active();
    const client = await inUow(job(), (uow) => clientStanding(uow, id));
    const soon = new Date(Date.now() + 60_000);
    const hold = await inUow(job(), (uow) =>
      placeHoldOn(uow, client?.client ?? { id, personId: 'per_x' }, {
        reason: 'legal',
        note: 'court order',
        expiresAt: soon,
      }),
    );
    const later = { ...job(), clock: { now: () => new Date(soon.getTime() + 1) } };
    expect((await inUow(later, (uow) => clientStanding(uow, id)))?.capabilities.withdraw.state).toBe('allowed');
    expect((await listDueHolds(later, {})).map((one) => one.id)).toContain(hold);
    expect(await expireHold(later, { id: hold })).toEqual({ isExpired: true });
    expect(await expireHold(later, { id: hold })).toEqual({ isExpired: false });
    // A module that comes late finds its hold gone, and has what it wanted.
    await inUow(job(), (uow) => releaseHoldOn(uow, hold, 'again'));
  });

  it('an override outlasts policy and needs two to loosen, one to tighten', async () => {
    const id = await active();
    await overrideTier(mlro, { clientId: id, tier: 'restricted', reason: 'overdue review' });
    await inUow(job(), (uow) => setTierByPolicy(uow, id, 'T3', 'evidence complete'));
    expect((await readClient(job(), { id })).tier).toBe('restricted');
    const asked = await overrideTier.orPark(mlro, { clientId: id, tier: null, reason: 'review done' });
    await approveParked(colleague, (asked as { parked: string }).parked);
    expect((await readClient(job(), { id })).tier).toBe('T3');
    expect(await outbox(id)).toContain('clients/tier.changed');
  });

  it("only a dealer's exception, signed by two and for a week at most, takes away the right to close", async () => {
    const id = await active();
    const until = new Date(Date.now() + 86_400_000);
    const asked = await suspendClose.orPark(mlro, { clientId: id, until, reason: 'off-market price dispute' });
    expect((await standing(id))?.capabilities.close.state).toBe('allowed');
    await approveParked(colleague, (asked as { parked: string }).parked);
    expect((await standing(id))?.capabilities.close).toEqual({ state: 'denied', reasons: ['dealer_exception'] });
    const after = { ...job(), clock: { now: () => new Date(until.getTime() + 1) } };
    expect((await inUow(after, (uow) => clientStanding(uow, id)))?.capabilities.close.state).toBe('allowed');
  });

  it('a person can put verification right by hand, to approve with a second one', async () => {
    const { id } = await newClient(tenant, at);
    await inUow(job(), (uow) => advance(uow, id, 'verification', 'apply', 'form sent'));
    const asked = await overrideVerification.orPark(mlro, {
      clientId: id,
      event: 'approve',
      reason: 'seen in the branch',
    });
    await approveParked(colleague, (asked as { parked: string }).parked);
    expect((await standing(id))?.client.verification).toBe('approved');
    await overrideVerification(mlro, { clientId: id, event: 'reject', reason: 'document was forged' });
    expect((await standing(id))?.client.verification).toBe('rejected');
  });
});
