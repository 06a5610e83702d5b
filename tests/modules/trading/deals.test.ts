import { beforeAll, describe, expect, it } from 'vitest';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { Owner } from '@/server/modules/ledger';
import {
  ingestDeals,
  listDeals,
  listPositions,
  listUnbooked,
  moveToAccount,
  readAccount,
  readCursor,
  recordDeals,
  refreshSymbols,
} from '@/server/modules/trading';
import { newUuid } from '../../support/house';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld } from '../../support/platform';
import {
  asClient,
  catchUp,
  eur,
  finishMoving,
  giveMoney,
  ledgerOf,
  opened,
  platformBalance,
  retailOffer,
} from '../../support/trading';

const minor = (text: string) => BigInt(text.replace('.', ''));

describe('deals', () => {
  let world: PlatformWorld;
  let offerId: Id<'offer'>;
  let owner: Owner;
  let accountId: Id<'tradingAccount'>;
  let login: string;
  const control = () => world.emulator.control;
  const onPlatform = async () => (await ledgerOf(world, owner))[`trading:${login}`];
  const open = (side: 'buy' | 'sell', lots = '0.10') =>
    control().open({ login: Number(login), symbol: 'EURUSD', side, lots }).position ?? '';
  const trade = () => {
    const position = open('buy');
    world.advance(60_000);
    const { deal } = control().close(position);
    world.advance(1_000);
    return deal ?? '';
  };
  const rows = (sql: string, values: unknown[] = []) =>
    asOwner(world.tenant, async (query) => (await query(sql, [world.tenant.id, ...values])).rows);
  const workOf = (kind: string) =>
    rows(`select title, priority from work_item where tenant_id = $1 and kind = $2 and state = 'open'`, [kind]);

  beforeAll(async () => {
    world = await platformWorld();
    offerId = await retailOffer(world);
    await refreshSymbols(world.job(), world.connectionId);
  });

  const fresh = async () => {
    owner = await world.trader();
    ({ id: accountId, login } = await opened(world, owner, offerId));
    await giveMoney(world, owner, 100_000n);
    const client = await asClient(world, owner);
    await finishMoving(world, (await moveToAccount(client, { accountId, amount: eur(100_000n) })).id);
  };

  it('are recorded with market, instrument version and both times, and booked: the ledger follows the platform', async () => {
    await fresh();
    const ticket = trade();
    await catchUp(world);
    const { rows: deals } = await listDeals(await asClient(world, owner), { accountId, kind: 'trades' });
    expect(deals.map((deal) => [deal.entry, deal.lots, deal.symbol])).toEqual([
      ['out', '0.1', 'EURUSD'],
      ['in', '0.1', 'EURUSD'],
    ]);
    const closing = deals.find((deal) => deal.ticket === ticket);
    expect(Number(closing?.marketAsk)).toBeGreaterThan(Number(closing?.marketBid));
    expect(closing?.specVersion).toMatch(/^[0-9a-f]{16}$/);
    expect((await listDeals(world.job(), { ticket })).rows.map((deal) => deal.ticket)).toEqual([ticket]);
    expect((await listDeals(world.job(), { ticket: ticket.slice(0, -1) })).rows).toEqual([]);
    // New York plus seven hours: two hours ahead of UTC in winter.
    expect(Number(closing?.rawTimeMs) - (closing?.at.getTime() ?? 0)).toBe(2 * 3_600_000);
    expect(closing).toMatchObject({ isBooked: true, commission: eur(-35n) });
    expect(await onPlatform()).toBe(minor(platformBalance(world, login)));
    expect(await onPlatform()).not.toBe(100_000n);
    const [client] = await rows(`select trading, stage from client where tenant_id = $1 and id = $2`, [
      uuidFromId('client', owner.client),
    ]);
    expect(client).toMatchObject({ trading: 'live' });
    expect((await readAccount(world.job(), { id: accountId })).lastDealAt).toEqual(closing?.at);
  });

  it('arrive once however often they are read', async () => {
    await fresh();
    trade();
    await catchUp(world);
    const before = await onPlatform();
    const count = async () => (await listDeals(world.job(), { accountId })).total;
    const seen = await count();
    await rows(`update deal_cursor set cursor = $2 where tenant_id = $1`, [
      world.port.dealCursorAt(new Date('2026-03-01T00:00:00Z')),
    ]);
    for (let complete = false, cursor: string | null = null; !complete; )
      ({ cursor, complete } = await ingestDeals(world.job(), world.connectionId, cursor));
    expect(await listUnbooked(world.job(), {})).toEqual([]); // nothing was taken for new
    await catchUp(world);
    expect(await count()).toBe(seen);
    expect(await onPlatform()).toBe(before);
  });

  it('an edit keeps both versions and books the difference; edited back, the difference goes back', async () => {
    await fresh();
    const ticket = trade();
    await catchUp(world);
    const before = await onPlatform();
    const old =
      (await listDeals(world.job(), { accountId })).rows.find((deal) => deal.ticket === ticket)?.profit?.minor ?? 0n;
    control().editDeal(ticket, { profit: '77.00' });
    world.advance(61_000);
    await catchUp(world);
    expect(await onPlatform()).toBe((before ?? 0n) - old + 7_700n);
    const deals = (await listDeals(world.job(), { accountId })).rows.filter((deal) => deal.ticket === ticket);
    expect(deals).toMatchObject([{ isEdited: true, profit: eur(7_700n) }]);
    expect(
      await rows(`select is_current from deal where tenant_id = $1 and ticket = $2 order by is_current`, [ticket]),
    ).toEqual([{ is_current: false }, { is_current: true }]);
    const text = old < 0n ? `-${(-Number(old) / 100).toFixed(2)}` : (Number(old) / 100).toFixed(2);
    control().editDeal(ticket, { profit: text });
    await catchUp(world);
    expect(await onPlatform()).toBe(before);
  });

  it('a deal that was deleted is booked back', async () => {
    await fresh();
    const ticket = trade();
    await catchUp(world);
    const worth = (await listDeals(world.job(), { accountId })).rows.find((deal) => deal.ticket === ticket);
    const before = (await onPlatform()) ?? 0n;
    control().deleteDeal(ticket);
    await catchUp(world);
    expect(await onPlatform()).toBe(before - (worth?.profit?.minor ?? 0n) - (worth?.commission?.minor ?? 0n));
    expect((await listDeals(world.job(), { accountId })).rows.map((deal) => deal.ticket)).not.toContain(ticket);
  });

  it('money that somebody posted by hand is booked as it is seen, and is work', async () => {
    await fresh();
    control().post(Number(login), 2, '-12.34', 'fee by phone');
    await catchUp(world);
    expect(await onPlatform()).toBe(98_766n);
    expect(await workOf('foreign_operation')).toMatchObject([{ priority: 1 }]);
    control().post(Number(login), 3, '50.00', 'credit');
    await catchUp(world);
    expect(await onPlatform()).toBe(98_766n);
  });

  it('a second posting under our own key is money twice, and urgent', async () => {
    await fresh();
    const [operation] = await rows(`select op_id from account_operation where tenant_id = $1 and account_id = $2`, [
      uuidFromId('tradingAccount', accountId),
    ]);
    await catchUp(world);
    const before = (await workOf('foreign_operation')).length;
    control().post(Number(login), 2, '1000.00', `#${operation?.op_id} From wallet`);
    await catchUp(world);
    expect(await onPlatform()).toBe(200_000n);
    expect((await workOf('foreign_operation')).length).toBe(before + 1);
    expect(await workOf('foreign_operation')).toContainEqual(expect.objectContaining({ priority: 0 }));
  });

  it('a stop-out below zero is covered by the house where the group protects', async () => {
    await fresh();
    control().post(Number(login), 19, '25.00', 'so compensation');
    await catchUp(world);
    expect(await onPlatform()).toBe(102_500n);
    const kinds = await rows(
      `select s.recipe from ledger_set s where s.tenant_id = $1 and s.client_id = $2 and s.recipe like 'trading.negative%'`,
      [uuidFromId('client', owner.client)],
    );
    expect(kinds).toHaveLength(1);
  });

  it('the cursor moves only under the lease of its reader', async () => {
    await fresh();
    trade();
    const lease = { kind: 'deal-stream', key: world.connectionId, holder: 'old', epoch: 1n };
    await rows(
      `insert into lease (tenant_id, kind, key, holder, epoch, until) values ($1, 'deal-stream', $2, 'new', 2, now() + interval '1 hour')`,
      [world.connectionId],
    );
    const { cursor } = await readCursor(world.job(), { connectionId: world.connectionId });
    await expect(ingestDeals({ ...world.job(), lease }, world.connectionId, cursor)).rejects.toMatchObject({
      reason: 'lease_lost',
    });
    expect((await readCursor(world.job(), { connectionId: world.connectionId })).cursor).toBe(cursor);
    const batch = await ingestDeals(
      { ...world.job(), lease: { ...lease, holder: 'new', epoch: 2n } },
      world.connectionId,
      cursor,
    );
    expect(batch.recorded).toBeGreaterThan(0);
  });

  it('of logins that are not ours are kept, without a book', async () => {
    await fresh();
    await catchUp(world);
    const { cursor } = await readCursor(world.job(), { connectionId: world.connectionId });
    const base = { edited: false, action: 'balance', reason: 'dealer', swap: '0', commission: '0', comment: '' };
    await recordDeals(world.job(), {
      connectionId: world.connectionId,
      next: cursor ?? '',
      rescanned: [],
      deals: [
        {
          ...base,
          ticket: '1',
          version: newUuid(),
          login: '55',
          profit: '10.00',
          at: '2026-03-04T09:00:00.000Z',
          rawTimeMs: '1',
        },
      ],
    });
    const [row] = await rows(
      `select account_id, booked_at is not null as done from deal where tenant_id = $1 and ticket = '1'`,
    );
    expect(row).toEqual({ account_id: null, done: true });
    for (const asked of [{}, { ticket: '1' }])
      expect((await listPositions(await asClient(world, owner), asked)).rows).toEqual([]);
  });
});
