import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectPlatform } from '@/db/platform-client';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import {
  bank,
  inTransit,
  type Owner,
  type PostingSet,
  psp,
  readClientMoney,
  rollUpHouse,
  type Transfer,
  verifyLedger,
  wallet,
} from '@/server/modules/ledger';
import { bareOwner, booked } from '../support/books';
import { asJob, type TestTenant, testTenant } from '../support/house';

type Step =
  | { kind: 'move'; reference: number; legs: { from: number; to: number; minor: number }[] }
  | { kind: 'hold'; account: number; minor: number }
  | { kind: 'capture'; hold: number; share: number }
  | { kind: 'release'; hold: number };

const clients = 3;
// Two accounts of each client, then the house's.
const accountCount = clients * 2 + 3;

const leg = fc.record({
  from: fc.nat(accountCount - 1),
  to: fc.nat(accountCount - 1),
  minor: fc.integer({ min: 1, max: 400 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      reference: fc.nat(30),
      legs: fc.array(leg, { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      account: fc.nat(clients * 2 - 1),
      minor: fc.integer({ min: 1, max: 300 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('capture' as const),
      hold: fc.nat(20),
      share: fc.integer({ min: 1, max: 120 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), hold: fc.nat(20) }) },
);

/** Refusals the ledger may give here; anything else thrown is a bug. */
const expected = new Set([
  'insufficient_balance',
  'hold_not_open',
  'hold_too_small',
  'ledger_reference_reused',
  'try_again',
]);

describe('the ledger under random concurrent sets', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  it('conserves money, overdraws no client, and posts a reference once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (steps, width) => {
          const house = await Books.open(tenant);
          for (let at = 0; at < steps.length; at += width)
            await Promise.all(steps.slice(at, at + width).map((one, i) => house.run(one, at + i)));
          await house.check();
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) },
    );
  });
});

/** One property run: fresh clients, a count of what was answered, and the sums that must come out. */
class Books {
  private readonly holds: { id: Id<'ledgerHold'>; account: number; minor: number }[] = [];
  private readonly posted = new Map<string, Id<'transferSet'>>();
  private readonly sums = new Map<number, bigint>();

  private constructor(
    private readonly tenant: TestTenant,
    private readonly owners: readonly Owner[],
  ) {}

  static async open(tenant: TestTenant): Promise<Books> {
    const books = new Books(tenant, await bareOwner(tenant, clients));
    for (let i = 0; i < clients; i += 1) {
      await books.move('opening', [{ from: accountCount - 1, to: i * 2, minor: 1_000 }], String(i));
    }
    return books;
  }

  private ref(account: number) {
    const first = this.owners[0] as Owner;
    const owner = this.owners[Math.floor(account / 2)];
    if (owner) return account % 2 === 0 ? wallet(owner, 'EUR') : inTransit(owner, 'EUR');
    const house = [psp(first.entity, 'con_x', 'clearing', 'EUR'), psp(first.entity, 'con_x', 'payout', 'EUR')];
    return house[account - clients * 2] ?? bank(first.entity, 'client_seg', 'EUR');
  }

  async run(one: Step, place: number): Promise<void> {
    try {
      if (one.kind === 'move') await this.move(`set-${one.reference}`, one.legs, '');
      else if (one.kind === 'hold') await this.hold(one, place);
      else await this.spendHold(one, place);
    } catch (error) {
      if (!isRefusal(error) || !expected.has(error.reason)) throw error;
    }
  }

  private async move(reference: string, wanted: { from: number; to: number; minor: number }[], tail: string) {
    const legs = wanted.filter(({ from, to }) => from !== to);
    if (legs.length === 0) return;
    const transfers: Transfer[] = legs.map(({ from, to, minor }) => ({
      debit: this.ref(from),
      credit: this.ref(to),
      amount: { minor: BigInt(minor), asset: 'EUR' },
      code: 'test',
    }));
    const answer = await this.book({ recipe: 'test', reference: `${reference}${tail}`, transfers });
    if (answer.isReplay) {
      expect(answer.set).toBe(this.posted.get(`${reference}${tail}`) ?? answer.set);
      return;
    }
    expect(this.posted.has(`${reference}${tail}`)).toBe(false);
    this.posted.set(`${reference}${tail}`, answer.set);
    for (const { from, to, minor } of legs) {
      this.add(from, -BigInt(minor));
      this.add(to, BigInt(minor));
    }
  }

  private async hold({ account, minor }: { account: number; minor: number }, place: number) {
    const amount = { minor: BigInt(minor), asset: 'EUR' };
    const answer = await this.book({
      recipe: 'hold',
      reference: `hold-${place}`,
      place: [{ account: this.ref(account), amount, code: 'test' }],
    });
    const id = answer.holds[0];
    if (id) this.holds.push({ id, account, minor });
  }

  private async spendHold(one: { kind: 'capture' | 'release'; hold: number; share?: number }, place: number) {
    const hold = this.holds[one.hold % Math.max(1, this.holds.length)];
    if (!hold) return;
    if (one.kind === 'release') {
      await this.book({ recipe: 'release', reference: `release-${place}`, release: [hold.id] });
      return;
    }
    const minor = BigInt(Math.ceil((hold.minor * (one.share ?? 1)) / 100));
    const to = accountCount - 2;
    await this.book({
      recipe: 'capture',
      reference: `capture-${place}`,
      transfers: [
        {
          debit: this.ref(hold.account),
          credit: this.ref(to),
          amount: { minor, asset: 'EUR' },
          code: 'test',
          hold: hold.id,
        },
      ],
    });
    this.add(hold.account, -minor);
    this.add(to, minor);
  }

  /** References are of this run: the tenant is shared by all of them. */
  private book(set: PostingSet) {
    return booked(asJob(this.tenant), { ...set, reference: `${this.owners[0]?.client}/${set.reference}` });
  }

  private add(account: number, minor: bigint) {
    this.sums.set(account, (this.sums.get(account) ?? 0n) + minor);
  }

  async check(): Promise<void> {
    for (const [i, owner] of this.owners.entries()) {
      const { accounts } = await readClientMoney(asJob(this.tenant), { clientId: owner.client });
      for (const [offset, kind] of ['wallet', 'in_transit'].entries()) {
        const account = accounts.find((one) => one.kind === kind);
        expect(account?.posted.minor ?? 0n).toBe(this.sums.get(i * 2 + offset) ?? 0n);
        expect(account?.available.minor ?? 0n).toBeGreaterThanOrEqual(0n);
      }
    }
    const platform = await connectPlatform(this.tenant.platformUrl);
    try {
      expect((await platform.asTenant(this.tenant.id, ({ db }) => verifyLedger(db))).fault).toBeNull();
      await platform.transaction(({ db }) => rollUpHouse(db, 3));
      expect((await platform.asTenant(this.tenant.id, ({ db }) => verifyLedger(db))).fault).toBeNull();
    } finally {
      await platform.end();
    }
  }
}
