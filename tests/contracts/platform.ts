import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountRef, PlatformDeal, Secret, TradingPlatformPort } from '@/server/modules/trading/ports';
import { PlatformFailure } from '@/server/modules/trading/ports';

export type Misfortune =
  | 'lost_before'
  | 'lost_after'
  | 'late_commit'
  | 'half_frame'
  | 'proxy_before'
  | 'proxy_after'
  | 'garbled';
export type Write = 'create' | 'balance';

/** An adapter connected to its emulator, and what only the other side can do. */
export type PlatformHarness = {
  readonly port: TradingPlatformPort;
  connectAs(who: 'wrong_password' | 'impostor'): TradingPlatformPort;
  readonly groups: { readonly home: string; readonly other: string; readonly otherCurrency: string };
  readonly currency: string;
  readonly symbol: string;
  reserveLogin(): string;
  misfortune(kind: Misfortune, on: Write): void;
  settleLate(): void;
  open(login: string, side: 'buy' | 'sell', lots: string): string;
  close(position: string, lots?: string): number;
  canOpen(login: string): boolean;
  editDeal(ticket: string, comment: string): void;
  deleteDeal(ticket: string): void;
  postByHand(login: string, amount: string, comment: string): void;
  restart(): void;
  advance(ms: number): void;
  readonly now: () => Date;
  close_: () => Promise<void>;
};

export const secret = (value: string): Secret => ({ reveal: () => value });
const passwords = { masterPassword: secret('Aa1!aaaa'), investorPassword: secret('Bb2!bbbb') };

export async function failure(work: Promise<unknown>): Promise<PlatformFailure> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof PlatformFailure) return error;
  throw error;
}

/** Reads everything a cursor gives and keeps the newest version of each deal, as the ingesting module does. */
export class DealReader {
  readonly kept = new Map<string, PlatformDeal>();
  repeats = 0;

  constructor(
    private readonly port: TradingPlatformPort,
    public cursor: string,
  ) {}

  async drain(limit = 100): Promise<PlatformDeal[]> {
    const fresh: PlatformDeal[] = [];
    for (;;) {
      const batch = await this.port.pollDeals(this.cursor, limit);
      for (const deal of batch.deals) {
        if (this.kept.get(deal.ticket)?.version === deal.version) this.repeats += 1;
        else fresh.push(deal);
        this.kept.set(deal.ticket, deal);
      }
      for (const { fromRawMs, toRawMs, tickets } of batch.rescanned) {
        for (const [ticket, deal] of this.kept) {
          const inside = Number(deal.rawTimeMs) >= Number(fromRawMs) && Number(deal.rawTimeMs) < Number(toRawMs);
          if (inside && !tickets.includes(ticket)) this.kept.delete(ticket);
        }
      }
      this.cursor = batch.next;
      if (batch.complete) return fresh;
    }
  }
}

const MINUTE = 60_000;

export function platformContract(name: string, start: () => Promise<PlatformHarness>): void {
  describe(`${name}: the trading platform port`, () => {
    let h: PlatformHarness;
    let sequence = 0;

    beforeEach(async () => {
      h = await start();
    });
    afterEach(() => h.close_());

    const opId = () => `bop_01h455vb4pex5vsknk084sn02${sequence++}`;
    const create = (over: Partial<Parameters<TradingPlatformPort['createAccount']>[0]> = {}): Promise<AccountRef> =>
      h.port.createAccount({
        opId: opId(),
        group: h.groups.home,
        leverage: 30,
        name: 'Ann Example',
        country: 'DE',
        ...passwords,
        ...over,
      });
    const deposit = (account: AccountRef, amount: string, over: { opId?: string; attemptedSince?: string } = {}) =>
      h.port.balanceOperation({
        opId: over.opId ?? opId(),
        account,
        kind: 'deposit',
        amount: { amount, currency: h.currency },
        comment: 'Deposit by card',
        checkMargin: true,
        ...(over.attemptedSince ? { attemptedSince: over.attemptedSince } : {}),
      });
    const withdraw = (account: AccountRef, amount: string, checkMargin = true) =>
      h.port.balanceOperation({
        opId: opId(),
        account,
        kind: 'withdraw',
        amount: { amount, currency: h.currency },
        comment: 'Payout',
        checkMargin,
      });
    const balanceOf = async (account: AccountRef) => (await h.port.getAccount(account))?.balance.amount;

    describe('who may talk to whom', () => {
      test('a wrong password is refused as auth, and nothing was sent', async () => {
        const error = await failure(h.connectAs('wrong_password').listAccounts({ limit: 1 }));
        expect(error.error).toMatchObject({ code: 'auth', outcomeKnown: true });
      });

      test('a server that cannot prove it knows the password gets no request', async () => {
        const port = h.connectAs('impostor');
        const error = await failure(
          port.createAccount({ opId: 'X1', group: h.groups.home, leverage: 30, name: 'A', ...passwords }),
        );
        expect(error.error).toMatchObject({ code: 'auth', outcomeKnown: true });
        expect((await h.port.listAccounts({ limit: 10 })).accounts).toEqual([]);
      });

      test('health tells time and price age', async () => {
        const health = await h.port.health();
        expect(health.ok).toBe(true);
        expect(Math.abs(Date.parse(health.serverTime ?? '') - h.now().getTime())).toBeLessThan(2_000);
        expect(health.lastTickAgeMs).toBeGreaterThanOrEqual(0);
      });
    });

    describe('accounts', () => {
      test('create, read, list by page, and null for nobody', async () => {
        const made = [await create(), await create(), await create()];
        const account = await h.port.getAccount(made[0] as AccountRef);
        expect(account).toMatchObject({
          group: h.groups.home,
          leverage: 30,
          name: 'Ann Example',
          rights: { login: 'enabled', trading: 'full' },
          balance: { amount: '0.00', currency: h.currency },
          equity: { amount: '0.00', currency: h.currency },
        });
        expect(await h.port.getAccount({ ...(made[0] as AccountRef), login: '1' })).toBeNull();
        const first = await h.port.listAccounts({ limit: 2 });
        const second = await h.port.listAccounts({ limit: 2, ...(first.next ? { cursor: first.next } : {}) });
        expect([...first.accounts, ...second.accounts]).toEqual(made);
        expect(second.next).toBeUndefined();
      });

      test('a reserved login makes creation repeatable, and another operation cannot take it', async () => {
        const [id, reservedLogin] = [opId(), h.reserveLogin()];
        const first = await create({ opId: id, reservedLogin });
        expect(first.login).toBe(reservedLogin);
        expect(await create({ opId: id, reservedLogin })).toEqual(first);
        expect((await failure(create({ reservedLogin }))).error).toMatchObject({ code: 'exists', outcomeKnown: true });
        expect((await h.port.listAccounts({ limit: 10 })).accounts).toHaveLength(1);
      });

      test('refusals are typed: missing group, weak password', async () => {
        expect((await failure(create({ group: 'real\\NO-SUCH' }))).error).toMatchObject({
          code: 'not_found',
          outcomeKnown: true,
        });
        const weak = await failure(create({ masterPassword: secret('password') }));
        expect(weak.error).toMatchObject({ code: 'validation', outcomeKnown: true });
      });

      test.each(['lost_after', 'half_frame', 'proxy_after', 'garbled'] as const)(
        '%s at creation: unknown, then found',
        async (kind) => {
          const [id, reservedLogin] = [opId(), h.reserveLogin()];
          h.misfortune(kind, 'create');
          expect((await failure(create({ opId: id, reservedLogin }))).error.outcomeKnown).toBe(false);
          expect(await h.port.findAccountByOp(id, { reservedLogin })).toMatchObject({ login: reservedLogin });
        },
      );

      test('found without a reserved login too, by its key in the group', async () => {
        const id = opId();
        h.misfortune('lost_after', 'create');
        await failure(create({ opId: id }));
        expect(await h.port.findAccountByOp(id, { group: h.groups.home })).not.toBeNull();
        expect(await h.port.findAccountByOp(opId(), { group: h.groups.home })).toBeNull();
      });

      test('lost before commit: unknown, then absent, and the repeat makes one account', async () => {
        const [id, reservedLogin] = [opId(), h.reserveLogin()];
        h.misfortune('lost_before', 'create');
        expect((await failure(create({ opId: id, reservedLogin }))).error.outcomeKnown).toBe(false);
        expect(await h.port.findAccountByOp(id, { reservedLogin })).toBeNull();
        await create({ opId: id, reservedLogin });
        expect((await h.port.listAccounts({ limit: 10 })).accounts).toHaveLength(1);
      });

      test('group, leverage and rights change and are read back; what the server ignores is an error', async () => {
        const account = await create();
        await h.port.setGroup(account, h.groups.other);
        await h.port.setLeverage(account, 100);
        expect(await h.port.getAccount(account)).toMatchObject({ group: h.groups.other, leverage: 100 });
        expect((await failure(h.port.setLeverage(account, 5_000))).error.code).toBe('validation');
        expect((await failure(h.port.setGroup(account, h.groups.otherCurrency))).error.outcomeKnown).toBe(true);
        expect(await h.port.getAccount(account)).toMatchObject({ group: h.groups.other, leverage: 100 });
      });

      test('rights: each mode shows as itself, and a password can be changed', async () => {
        const account = await create();
        for (const trading of ['close_only', 'disabled', 'full'] as const) {
          await h.port.setRights(account, { login: 'enabled', trading });
          expect(await h.port.getAccount(account)).toMatchObject({
            group: h.groups.home,
            rights: { login: 'enabled', trading },
          });
        }
        await h.port.setRights(account, { login: 'disabled', trading: 'full' });
        expect(await h.port.getAccount(account)).toMatchObject({ rights: { login: 'disabled' } });
        await h.port.setPassword(account, 'main', secret('Cc3!cccc'));
        expect((await failure(h.port.setPassword(account, 'investor', secret('short')))).error.code).toBe('validation');
      });

      test('close-only: what is open may be closed, nothing may be opened, and a group change keeps it so', async () => {
        const account = await create();
        await deposit(account, '5000.00');
        const position = h.open(account.login, 'buy', '0.10');
        await h.port.setRights(account, { login: 'enabled', trading: 'close_only' });
        await h.port.setGroup(account, h.groups.other);
        expect(await h.port.getAccount(account)).toMatchObject({
          group: h.groups.other,
          rights: { trading: 'close_only' },
        });
        expect(h.canOpen(account.login)).toBe(false);
        expect(h.close(position)).toBe(0);
        await h.port.setRights(account, { login: 'enabled', trading: 'full' });
        expect(h.canOpen(account.login)).toBe(true);
      });

      test('changes of one login do not overwrite each other', async () => {
        const account = await create();
        await Promise.all([
          h.port.setRights(account, { login: 'enabled', trading: 'disabled' }),
          h.port.setRights(account, { login: 'enabled', trading: 'full', mayChangePassword: false }),
          h.port.setLeverage(account, 20),
        ]);
        expect(await h.port.getAccount(account)).toMatchObject({
          leverage: 20,
          rights: { trading: 'full', mayChangePassword: false },
        });
      });
    });

    describe('money', () => {
      test('deposit and withdrawal are applied once with a ticket', async () => {
        const account = await create();
        const result = await deposit(account, '1000.00');
        expect(result).toMatchObject({ status: 'applied', platformRef: expect.stringMatching(/^\d+$/) });
        expect(await withdraw(account, '250.55')).toMatchObject({ status: 'applied' });
        expect(await balanceOf(account)).toBe('749.45');
      });

      test('credit in and out moves credit, not balance', async () => {
        const account = await create();
        const credit = (kind: 'credit_in' | 'credit_out', amount: string) =>
          h.port.balanceOperation({
            opId: opId(),
            account,
            kind,
            amount: { amount, currency: h.currency },
            comment: 'x',
            checkMargin: true,
          });
        expect((await credit('credit_in', '100.00')).status).toBe('applied');
        expect(await credit('credit_out', '150.00')).toMatchObject({
          status: 'rejected',
          error: { code: 'insufficient_funds' },
        });
        expect(await h.port.getAccount(account)).toMatchObject({
          balance: { amount: '0.00' },
          credit: { amount: '100.00' },
          equity: { amount: '100.00' },
        });
      });

      test('more than the balance, more than free margin, finer than a cent, another currency: rejected', async () => {
        const account = await create();
        await deposit(account, '1000.00');
        expect(await withdraw(account, '1000.01')).toMatchObject({
          status: 'rejected',
          error: { code: 'insufficient_funds', outcomeKnown: true },
        });
        h.open(account.login, 'buy', '0.20');
        const free = await h.port.getAccount(account);
        expect(Number(free?.margin.amount)).toBeGreaterThan(0);
        expect(await withdraw(account, '900.00')).toMatchObject({
          status: 'rejected',
          error: { code: 'insufficient_funds' },
        });
        expect((await withdraw(account, '900.00', false)).status).toBe('applied');
        expect(await deposit(account, '1.005')).toMatchObject({ status: 'rejected', error: { code: 'validation' } });
        const foreign = {
          opId: opId(),
          account,
          kind: 'deposit',
          amount: { amount: '5.00', currency: 'JPY' },
          comment: '',
          checkMargin: true,
        } as const;
        expect(await h.port.balanceOperation(foreign)).toMatchObject({
          status: 'rejected',
          error: { code: 'validation' },
        });
        expect(await balanceOf(account)).toBe('100.00');
      });

      test.each(['lost_after', 'half_frame', 'proxy_after', 'garbled'] as const)(
        '%s: unknown, then found, never twice',
        async (kind) => {
          const account = await create();
          const [id, since] = [opId(), h.now().toISOString()];
          h.misfortune(kind, 'balance');
          expect(await deposit(account, '77.00', { opId: id })).toMatchObject({
            status: 'unknown',
            error: { outcomeKnown: false },
          });
          expect(await h.port.findBalanceOperation(id, account, since)).toMatchObject({
            found: true,
            amount: '77.00',
            extraRefs: [],
          });
          expect((await deposit(account, '77.00', { opId: id, attemptedSince: since })).status).toBe('duplicate');
          expect(await balanceOf(account)).toBe('77.00');
        },
      );

      test.each(['lost_before', 'proxy_before'] as const)('%s: unknown, then absent', async (kind) => {
        const account = await create();
        const [id, since] = [opId(), h.now().toISOString()];
        h.misfortune(kind, 'balance');
        expect((await deposit(account, '77.00', { opId: id })).status).toBe('unknown');
        expect(await h.port.findBalanceOperation(id, account, since)).toEqual({ found: false });
        expect((await deposit(account, '77.00', { opId: id, attemptedSince: since })).status).toBe('applied');
        expect(await balanceOf(account)).toBe('77.00');
      });

      test('committed late: absent at the first look, found at a later one, which is why one look is not enough', async () => {
        const account = await create();
        const [id, since] = [opId(), h.now().toISOString()];
        h.misfortune('late_commit', 'balance');
        expect((await deposit(account, '77.00', { opId: id })).status).toBe('unknown');
        expect(await h.port.findBalanceOperation(id, account, since)).toEqual({ found: false });
        h.settleLate();
        expect(await h.port.findBalanceOperation(id, account, since)).toMatchObject({ found: true });
        expect(await balanceOf(account)).toBe('77.00');
      });

      test('posted twice under one key: the second ticket is named', async () => {
        const account = await create();
        const [id, since] = [opId(), h.now().toISOString()];
        await deposit(account, '10.00', { opId: id });
        await deposit(account, '10.00', { opId: id });
        expect(await h.port.findBalanceOperation(id, account, since)).toMatchObject({
          found: true,
          extraRefs: [expect.any(String)],
        });
      });

      test('a long human comment never costs the key', async () => {
        const account = await create();
        const id = opId();
        const operation = {
          opId: id,
          account,
          kind: 'deposit',
          amount: { amount: '5.00', currency: h.currency },
          comment: 'A very long remark that no platform keeps whole',
          checkMargin: true,
        } as const;
        await h.port.balanceOperation(operation);
        const reader = new DealReader(h.port, h.port.dealCursorAt(new Date(h.now().getTime() - MINUTE)));
        const [deal] = await reader.drain();
        expect(deal).toMatchObject({
          action: 'balance',
          profit: '5.00',
          tag: h.port.operationTag(id),
          login: account.login,
        });
      });
    });

    describe('deals and positions', () => {
      const traded = async () => {
        const account = await create();
        await deposit(account, '10000.00');
        return account;
      };
      const reader = () => new DealReader(h.port, h.port.dealCursorAt(new Date(h.now().getTime() - 60 * MINUTE)));

      test('a partial close and the rest: positions shrink, deals add up to the balance', async () => {
        const account = await traded();
        const position = h.open(account.login, 'buy', '1.00');
        h.advance(MINUTE);
        expect(h.close(position, '0.40')).toBe(0);
        expect(await h.port.positions({ account })).toMatchObject([
          { ticket: position, side: 'buy', lots: '0.6', symbol: h.symbol },
        ]);
        h.advance(MINUTE);
        expect(h.close(position)).toBe(0);
        expect(await h.port.positions({ account })).toEqual([]);
        const deals = await reader().drain();
        const trades = deals.filter((deal) => deal.positionRef === position);
        expect(trades.map(({ entry, lots, action }) => [entry, lots, action])).toEqual([
          ['in', '1', 'buy'],
          ['out', '0.4', 'sell'],
          ['out', '0.6', 'sell'],
        ]);
        const sum = deals.reduce(
          (total, deal) => total + cents(deal.profit) + cents(deal.swap) + cents(deal.commission),
          0n,
        );
        expect(cents((await balanceOf(account)) ?? '')).toBe(sum);
        expect(trades.every((deal) => deal.marketBid && deal.marketAsk && deal.price)).toBe(true);
      });

      test('small pages over many deals of the same millisecond: no gap, no double', async () => {
        const account = await traded();
        for (let i = 0; i < 25; i += 1) h.postByHand(account.login, '1.00', `row ${i}`);
        h.advance(MINUTE);
        for (let i = 0; i < 12; i += 1) h.postByHand(account.login, '1.00', `later ${i}`);
        const read = reader();
        const deals = await read.drain(7);
        expect(deals).toHaveLength(38);
        expect(read.repeats).toBe(0);
        expect(new Set(deals.map(({ ticket }) => ticket)).size).toBe(38);
        h.advance(MINUTE);
        expect(await read.drain(7)).toEqual([]);
        h.postByHand(account.login, '1.00', 'one more');
        expect(await read.drain(7)).toHaveLength(1);
        expect(read.repeats).toBe(0);
      });

      test('a row added between two pages is not lost', async () => {
        const account = await traded();
        for (let i = 0; i < 9; i += 1) h.postByHand(account.login, '1.00', `row ${i}`);
        const port = h.port;
        let cursor = port.dealCursorAt(new Date(h.now().getTime() - 60 * MINUTE));
        const seen: string[] = [];
        for (let i = 0; ; i += 1) {
          const batch = await port.pollDeals(cursor, 3);
          seen.push(...batch.deals.map(({ ticket }) => ticket));
          cursor = batch.next;
          if (i < 3) h.postByHand(account.login, '1.00', `between ${i}`);
          if (batch.complete) break;
        }
        h.advance(2 * MINUTE);
        seen.push(...(await port.pollDeals(cursor, 100)).deals.map(({ ticket }) => ticket));
        expect(new Set(seen).size).toBe(13);
      });

      test('an edited deal comes again as a new version, a deleted one is named by its absence', async () => {
        const account = await traded();
        for (let i = 0; i < 5; i += 1) h.postByHand(account.login, '1.00', `row ${i}`);
        const read = reader();
        const deals = await read.drain();
        const [edited, deleted] = [deals[2]?.ticket ?? '', deals[3]?.ticket ?? ''];
        h.editDeal(edited, 'by the dealer');
        h.deleteDeal(deleted);
        h.advance(2 * MINUTE);
        const again = await read.drain();
        expect(again.map(({ ticket, comment, edited: flag }) => [ticket, comment, flag])).toEqual([
          [edited, 'by the dealer', true],
        ]);
        expect(read.kept.has(deleted)).toBe(false);
        h.advance(2 * MINUTE);
        expect(await read.drain()).toEqual([]);
      });

      test('positions by group, symbols with steps, groups, and only the ticks that changed', async () => {
        const account = await traded();
        h.open(account.login, 'sell', '0.05');
        expect(await h.port.positions({ groupMask: h.groups.home })).toMatchObject([
          { login: account.login, side: 'sell', lots: '0.05' },
        ]);
        expect(await h.port.positions({ groupMask: h.groups.other })).toEqual([]);
        const specs = await h.port.symbols(h.groups.home);
        expect(specs.find(({ symbol }) => symbol === h.symbol)).toMatchObject({
          lotsMin: '0.01',
          lotsStep: '0.01',
          tradeMode: 'full',
        });
        const groups = await h.port.groups();
        expect(groups.find(({ name: group }) => group === h.groups.home)).toMatchObject({
          currency: h.currency,
          accounting: 'hedging',
          closeOnly: false,
        });
        const first = await h.port.ticks([h.symbol]);
        expect(first.ticks).toMatchObject([{ symbol: h.symbol }]);
        expect((await h.port.ticks([h.symbol], first.since)).ticks).toEqual([]);
        h.advance(10 * MINUTE);
        expect((await h.port.ticks([h.symbol], first.since)).ticks).toHaveLength(1);
      });
    });

    test('after a restart of the platform, sessions are made anew and nothing is missing', async () => {
      const account = await create();
      await deposit(account, '300.00');
      const read = new DealReader(h.port, h.port.dealCursorAt(new Date(h.now().getTime() - MINUTE)));
      await read.drain();
      h.restart();
      expect(await h.port.getAccount(account)).toMatchObject({
        balance: { amount: '300.00' },
        equity: { amount: '300.00' },
      });
      expect((await deposit(account, '1.00')).status).toBe('applied');
      expect(await read.drain()).toHaveLength(1);
    });
  });
}

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
