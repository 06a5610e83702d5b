import { afterEach, beforeEach, expect } from 'vitest';
import type {
  AccountRef,
  BalanceOperation,
  CreateAccount,
  OpResult,
  PlatformDeal,
  Secret,
  TradingPlatformPort,
} from '@/server/modules/trading/ports';
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
  stop: () => Promise<void>;
};

export const secret = (value: string): Secret => ({ reveal: () => value });
export const passwords = { masterPassword: secret('Aa1!aaaa'), investorPassword: secret('Bb2!bbbb') };

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

export const MINUTE = 60_000;

/** What every part of the contract begins with: a fresh platform for each test, and the three calls all of them make. */
export type Stage = {
  readonly h: PlatformHarness;
  opId(): string;
  create(over?: Partial<CreateAccount>): Promise<AccountRef>;
  deposit(
    account: AccountRef,
    amount: string,
    over?: Pick<Partial<BalanceOperation>, 'opId' | 'attemptedSince'>,
  ): Promise<OpResult>;
  withdraw(account: AccountRef, amount: string, checkMargin?: boolean): Promise<OpResult>;
  balanceOf(account: AccountRef): Promise<string | undefined>;
};

export function staged(start: () => Promise<PlatformHarness>): Stage {
  let current: PlatformHarness | null = null;
  let sequence = 0;
  beforeEach(async () => {
    current = await start();
  });
  afterEach(async () => {
    await current?.stop();
    current = null;
  });
  const harness = (): PlatformHarness => {
    expect(current).not.toBeNull();
    return current as PlatformHarness; // set by beforeEach, checked above
  };
  const opId = () => `bop_01h455vb4pex5vsknk084sn02${sequence++}`;
  const post = (account: AccountRef, kind: 'deposit' | 'withdraw', amount: string, over: Partial<BalanceOperation>) => {
    const { port, currency } = harness();
    return port.balanceOperation({
      opId: opId(),
      account,
      kind,
      amount: { amount, currency },
      comment: 'Card payment',
      checkMargin: true,
      ...over,
    });
  };
  return {
    get h() {
      return harness();
    },
    opId,
    create: (over = {}) =>
      harness().port.createAccount({
        opId: opId(),
        group: harness().groups.home,
        leverage: 30,
        name: 'Ann Example',
        country: 'DE',
        ...passwords,
        ...over,
      }),
    deposit: (account, amount, over = {}) => post(account, 'deposit', amount, over),
    withdraw: (account, amount, checkMargin = true) => post(account, 'withdraw', amount, { checkMargin }),
    balanceOf: async (account) => (await harness().port.getAccount(account))?.balance.amount,
  };
}

export const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
