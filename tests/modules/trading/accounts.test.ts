import { beforeAll, describe, expect, it } from 'vitest';
import { uuidFromId } from '@/server/kernel/ids';
import type { Owner } from '@/server/modules/ledger';
import {
  adoptDrift,
  convergeAccount,
  createAccount,
  decideTermsOfAccount,
  decideTermsOfClient,
  listAccounts,
  offersForClient,
  openAccount,
  readAccount,
  revealCredentials,
  revertDrift,
  setLogins,
  tolerateDrift,
} from '@/server/modules/trading';
import { staffCtx } from '../../support/actors';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld, retailGroup, setStanding } from '../../support/platform';
import { asClient, finishOpening, opened, retailOffer } from '../../support/trading';

describe('trading accounts', () => {
  let world: PlatformWorld;
  let offerId: Awaited<ReturnType<typeof retailOffer>>;
  const control = () => world.emulator.control;
  const staff = async () => world.as(await staffCtx(world.tenant, ['trading.*']));
  const work = (objectId: string) =>
    asOwner(world.tenant, async (query) => {
      const { rows } = await query('select kind, state from work_item where tenant_id = $1 and object_id = $2', [
        world.tenant.id,
        objectId,
      ]);
      return rows;
    });

  beforeAll(async () => {
    world = await platformWorld();
    offerId = await retailOffer(world);
  });

  it('opens in the group of the offer with the leverage the law leaves, and shows the passwords once', async () => {
    const owner = await world.trader();
    const client = await asClient(world, owner);
    const { rows } = await offersForClient(client, {});
    expect(rows.find((row) => row.id === offerId)).toMatchObject({ leverage: 30, leverageMax: 30 });
    const { id, leverage } = await openAccount(client, { offerId });
    expect(leverage).toBe(30);
    await finishOpening(world, id);
    const account = await readAccount(client, { id });
    expect(account).toMatchObject({
      state: 'active',
      mayShowPassword: true,
      decided: { leverage: 30, trading: 'full' },
    });
    const shown = control().account(Number(account.login));
    expect(shown).toMatchObject({ group: retailGroup, leverage: 30, balance: '0.00' });
    const secret = await revealCredentials(client, { id });
    expect(secret).toMatchObject({ login: account.login, server: 'demo-1' });
    expect(secret.masterPassword).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{14}$/);
    await expect(revealCredentials(client, { id })).rejects.toMatchObject({ reason: 'password_already_shown' });
    await asOwner(world.tenant, async (query) => {
      const { rows: found } = await query(
        `select 1 from audit_entry where tenant_id = $1 and (facts::text || changes::text) like $2`,
        [world.tenant.id, `%${secret.masterPassword}%`],
      );
      expect(found).toEqual([]);
    });
  });

  it('refuses who is not verified, and another client sees nothing', async () => {
    const stranger = await world.trader({ verification: 'in_review' });
    await expect(openAccount(await asClient(world, stranger), { offerId })).rejects.toMatchObject({
      kind: 'rejected',
      reason: 'may_not_open_account',
    });
    const owner = await world.trader();
    const { id } = await opened(world, owner, offerId);
    await expect(readAccount(await asClient(world, stranger), { id })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await listAccounts(await asClient(world, stranger), {})).rows).toEqual([]);
    expect((await listAccounts(await asClient(world, owner), {})).rows.map((row) => row.id)).toEqual([id]);
  });

  it('finds the account when the reply of its creation was lost, and never makes a second one', async () => {
    const owner = await world.trader();
    const before = control().logins().length;
    const { id } = await openAccount(world.job(), { offerId, clientId: owner.client });
    control().addFault({ kind: 'lost_after', path: '/api/user/add' });
    expect(await createAccount(world.job(), { accountId: id })).toMatchObject({ creation: 'unknown' });
    expect((await readAccount(world.job(), { id })).state).toBe('provisioning');
    await finishOpening(world, id);
    expect((await readAccount(world.job(), { id })).state).toBe('active');
    expect(control().logins().length).toBe(before + 1);
  });

  it('asks again only after it is proven that the first asking came to nothing', async () => {
    const owner = await world.trader();
    const before = control().logins().length;
    const { id } = await openAccount(world.job(), { offerId, clientId: owner.client });
    control().addFault({ kind: 'lost_before', path: '/api/user/add' });
    const began = world.clock.now().getTime();
    await finishOpening(world, id);
    expect(world.clock.now().getTime() - began).toBeGreaterThanOrEqual(60_000);
    expect((await readAccount(world.job(), { id })).state).toBe('active');
    expect(control().logins().length).toBe(before + 1);
  });

  it('with logins of our own a late commit meets the account it made', async () => {
    await setLogins(await staff(), { connectionId: world.connectionId, first: 9_000_000n, last: 9_000_010n });
    const owner = await world.trader();
    const before = control().logins().length;
    const { id } = await openAccount(world.job(), { offerId, clientId: owner.client });
    control().addFault({ kind: 'late_commit', path: '/api/user/add', delayMs: 3_000 });
    await finishOpening(world, id);
    const account = await readAccount(world.job(), { id });
    expect(account.login).toBe('9000000');
    expect(control().logins().length).toBe(before + 1);
  });

  it('goes to close-only when the verification is lost; leverage falls when the account is flat', async () => {
    const owner = await world.trader();
    const { id, login } = await opened(world, owner, offerId);
    control().post(Number(login), 2, '1000.00', 'seed');
    const { position } = control().open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.10' });
    await hasPositions(world, id, 1);
    await setStanding(world.tenant, owner, { verification: 'rejected' });
    expect(await decideTermsOfClient(world.job(), { clientId: owner.client })).toMatchObject({ changed: 1 });
    await convergeAccount(world.job(), { accountId: id });
    const restricted = await readAccount(world.job(), { id });
    expect(restricted).toMatchObject({
      state: 'close_only',
      decided: { leverage: 30, trading: 'close_only' },
      observed: { group: retailGroup, leverage: 30, trading: 'close_only' },
      pendingLeverage: 5,
    });
    expect(control().account(Number(login)).group).toBe(`${retailGroup}-CO`);
    expect(control().open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.01' }).retcode).not.toBe(0);
    expect(control().close(position ?? '').retcode).toBe(0);
    await hasPositions(world, id, 0);
    await decideTermsOfAccount(world.job(), { id });
    await convergeAccount(world.job(), { accountId: id });
    expect(await readAccount(world.job(), { id })).toMatchObject({ pendingLeverage: null, observed: { leverage: 5 } });
    expect(control().account(Number(login)).leverage).toBe(5);
  });

  it('takes a lower leverage after the notice even with positions, and gives all back with a new approval', async () => {
    const owner = await world.trader();
    const { id, login } = await opened(world, owner, offerId);
    control().post(Number(login), 2, '1000.00', 'seed');
    control().open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.01' });
    await hasPositions(world, id, 1);
    await setStanding(world.tenant, owner, { verification: 'expired' });
    await decideTermsOfClient(world.job(), { clientId: owner.client });
    const noticed = await readAccount(world.job(), { id });
    expect(noticed.pendingFrom?.getTime()).toBe(world.clock.now().getTime() + 14 * 86_400_000);
    world.clock.advance(14 * 86_400_000 + 1);
    await decideTermsOfAccount(world.job(), { id });
    await convergeAccount(world.job(), { accountId: id });
    expect(control().account(Number(login)).leverage).toBe(5);
    await setStanding(world.tenant, owner, { verification: 'approved' });
    await decideTermsOfClient(world.job(), { clientId: owner.client });
    await convergeAccount(world.job(), { accountId: id });
    expect(control().account(Number(login))).toMatchObject({ leverage: 30, group: retailGroup });
  });

  describe('a dealer edits the platform by hand', () => {
    let owner: Owner;
    let id: Awaited<ReturnType<typeof opened>>['id'];
    let login: string;
    const drift = async (leverage: number) => {
      control().edit(Number(login), { leverage });
      await convergeAccount(world.job(), { accountId: id });
      return readAccount(world.job(), { id });
    };

    beforeAll(async () => {
      owner = await world.trader({ country: 'ZA', category: 'elective_professional' });
      ({ id, login } = await opened(world, owner, offerId));
    });

    it('is work for a person, not overwritten', async () => {
      const seen = await drift(150);
      expect(seen).toMatchObject({
        driftFields: ['leverage'],
        observed: { leverage: 150 },
        decided: { leverage: 100 },
      });
      expect(control().account(Number(login)).leverage).toBe(150);
      expect(await work(id)).toEqual([{ kind: 'terms_drift', state: 'open' }]);
      expect((await listAccounts(await staff(), { isDrifting: true })).rows.map((row) => row.id)).toEqual([id]);
    });

    it('is reverted', async () => {
      await revertDrift(await staff(), { id, reason: 'not agreed' });
      await convergeAccount(world.job(), { accountId: id });
      expect(control().account(Number(login)).leverage).toBe(100);
      expect(await work(id)).toEqual([{ kind: 'terms_drift', state: 'closed' }]);
    });

    it('is tolerated until it changes again', async () => {
      await drift(120);
      await tolerateDrift(await staff(), { id, reason: 'agreed by phone' });
      await convergeAccount(world.job(), { accountId: id });
      expect(await readAccount(world.job(), { id })).toMatchObject({ driftFields: [], observed: { leverage: 120 } });
      expect((await drift(130)).driftFields).toEqual(['leverage']);
    });

    it('is tolerated to a day, and counts as drift again after it', async () => {
      const now = world.job().clock.now().getTime();
      const until = new Date(now + 3_600_000);
      const refused = tolerateDrift(await staff(), { id, reason: 'agreed by phone', until: new Date(now - 1) });
      await expect(refused).rejects.toMatchObject({ reason: 'date_in_the_past' });
      await tolerateDrift(await staff(), { id, reason: 'agreed by phone', until });
      await convergeAccount(world.job(), { accountId: id });
      expect(await readAccount(world.job(), { id })).toMatchObject({ driftFields: [], toleratedUntil: until });
      const later = { ...world.job(), clock: { now: () => new Date(now + 7_200_000) } };
      await convergeAccount(later, { accountId: id });
      expect(await readAccount(later, { id })).toMatchObject({ driftFields: ['leverage'], toleratedUntil: null });
    });

    it('is adopted as a signed exception that later decisions respect', async () => {
      await adoptDrift(await staff(), { id, reason: 'head of dealing agreed' });
      await decideTermsOfClient(world.job(), { clientId: owner.client });
      await convergeAccount(world.job(), { accountId: id });
      expect(await readAccount(world.job(), { id })).toMatchObject({
        driftFields: [],
        decided: { leverage: 130 },
        exception: { leverage: 130, reason: 'head of dealing agreed' },
      });
    });

    it('cannot be adopted above the law', async () => {
      const retail = await world.trader();
      const made = await opened(world, retail, offerId);
      control().post(Number(made.login), 2, '1000.00', 'seed');
      control().open({ login: Number(made.login), symbol: 'EURUSD', side: 'buy', lots: '0.01' });
      control().edit(Number(made.login), { leverage: 100 });
      await convergeAccount(world.job(), { accountId: made.id });
      await expect(adoptDrift(await staff(), { id: made.id, reason: 'client asked' })).rejects.toMatchObject({
        reason: 'leverage_above_law',
      });
    });
  });
});

/** What the watching gateway would have written. */
async function hasPositions(world: PlatformWorld, id: Parameters<typeof uuidFromId<'tradingAccount'>>[1], n: number) {
  await asOwner(world.tenant, (query) =>
    query(
      `insert into account_snapshot (tenant_id, account_id, asset, balance_minor, credit_minor, equity_minor, margin_minor,
         free_margin_minor, floating_minor, open_positions, asked_at, seen_at)
       values ($1, $2, 'EUR', 0, 0, 0, 0, 0, 0, $3, $4, $4)
       on conflict (tenant_id, account_id) do update set open_positions = $3`,
      [world.tenant.id, uuidFromId('tradingAccount', id), n, world.clock.now()],
    ),
  );
}
