import { describe, expect, test } from 'vitest';
import { closeStages, errorIn, morning, stage } from './mt5-stage';

closeStages();

describe('time', () => {
  const summerEnds = new Date('2026-10-25T00:30:00Z');
  const athens = { serverTime: [{ since: new Date(0), zone: { kind: 'iana', zone: 'Europe/Athens' } }] };

  test('a server whose clock is not in the zone we were told is not ingested', async () => {
    const { adapter, emulator, clock } = stage();
    const port = adapter();
    const cursor = port.dealCursorAt(morning);
    emulator.control.setClock({ skewMs: 3_600_000 });
    expect(await errorIn(port.pollDeals(cursor, 10))).toMatchObject({
      code: 'protocol',
      raw: { text: expect.stringContaining('3600') },
    });
    expect(await port.health()).toMatchObject({ ok: false, detail: { clock_drift_s: '3600' } });
    emulator.control.setClock({ skewMs: 0 });
    expect((await port.pollDeals(cursor, 10)).complete).toBe(true);
    expect(clock.now()).toEqual(morning);
  });

  test('in the hour that happens twice nothing is lost: what the clock hid is found by the look back', async () => {
    const { adapter, emulator, account, clock } = stage(
      { zone: { iana: 'Europe/Athens', plusMinutes: 0 } },
      athens,
      summerEnds,
    );
    const port = adapter();
    const { login } = await port.createAccount({ opId: 'A', ...account });
    let cursor = port.dealCursorAt(new Date(summerEnds.getTime() - 60_000));
    const seen: string[] = [];
    const instants: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      instants.push(clock.now().toISOString());
      seen.push(emulator.control.post(Number(login), 2, '1.00', `at ${clock.now().toISOString()}`));
      clock.advance(10 * 60_000);
    }
    const wall = new Map<string, string>();
    for (let i = 0; i < 3; i += 1) {
      const batch = await port.pollDeals(cursor, 5);
      for (const deal of batch.deals) wall.set(deal.ticket, deal.at);
      cursor = batch.next;
    }
    // The second pass through 3:00 to 4:00 happens behind the head.
    const late = emulator.control.post(Number(login), 2, '1.00', 'after');
    clock.advance(61_000);
    for (const deal of (await port.pollDeals(cursor, 50)).deals) wall.set(deal.ticket, deal.at);
    expect([...wall.keys()].sort()).toEqual([...seen, late].sort());
    expect(seen.map((ticket) => wall.get(ticket))).toEqual(instants);
  });
});

test('a payment committed just after the clock was set back is still found', async () => {
  const athens = { serverTime: [{ since: new Date(0), zone: { kind: 'iana', zone: 'Europe/Athens' } }] };
  const { adapter, emulator, account, clock } = stage(
    { zone: { iana: 'Europe/Athens', plusMinutes: 0 } },
    athens,
    new Date('2026-10-25T00:59:50Z'),
  );
  const port = adapter();
  const ref = await port.createAccount({ opId: 'A', ...account });
  const since = clock.now().toISOString();
  emulator.control.addFault({ kind: 'late_commit', path: '/api/trade/balance', delayMs: 20_000 });
  const amount = { amount: '50.00', currency: 'USD' };
  const operation = { opId: 'B', account: ref, kind: 'deposit', amount, comment: '', checkMargin: true } as const;
  expect((await port.balanceOperation(operation)).status).toBe('unknown');
  clock.advance(30_000);
  expect(await port.findBalanceOperation('B', ref, since)).toMatchObject({ found: true, amount: '50.00' });
});

test('months of history are read window by window, empty ones included, in pages without repeats', async () => {
  const { adapter, emulator, account, clock } = stage({}, { dealWindowHours: 24 });
  const port = adapter();
  const { login } = await port.createAccount({ opId: 'A', ...account });
  const posted: string[] = [];
  for (const days of [0, 3, 40, 2, 35]) {
    clock.advance(days * 86_400_000);
    for (let i = 0; i < 4; i += 1) posted.push(emulator.control.post(Number(login), 2, '1.00', `day ${days}`));
  }
  clock.advance(20 * 86_400_000);
  let cursor = port.dealCursorAt(new Date(morning.getTime() - 1));
  const read: string[] = [];
  for (let complete = false; !complete; ) {
    const batch = await port.pollDeals(cursor, 3);
    read.push(...batch.deals.map(({ ticket }) => ticket));
    ({ next: cursor, complete } = batch);
  }
  expect(read).toEqual(posted);
  posted.push(emulator.control.post(Number(login), 2, '1.00', 'now'));
  expect((await port.pollDeals(cursor, 3)).deals.map(({ ticket }) => ticket)).toEqual(posted.slice(-1));
});

test('an older cursor reads from where it stands, whatever was read ahead for a newer one', async () => {
  const { adapter, emulator, account } = stage();
  const port = adapter();
  const { login } = await port.createAccount({ opId: 'A', ...account });
  for (let i = 0; i < 9; i += 1) emulator.control.post(Number(login), 2, '1.00', `row ${i}`);
  const start = port.dealCursorAt(new Date(morning.getTime() - 1));
  const tickets = async (cursor: string) => (await port.pollDeals(cursor, 3)).deals.map(({ ticket }) => ticket);
  const first = await tickets(start);
  expect(first).toHaveLength(3);
  expect(await tickets(start)).toEqual(first);
});
