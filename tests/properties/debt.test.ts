import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectPlatform } from '@/db/platform-client';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { debt, type Owner, psp, readClientMoney, recipes, verifyLedger, wallet } from '@/server/modules/ledger';
import { bareOwner, booked } from '../support/books';
import { asJob, type TestTenant, testTenant } from '../support/house';

type Step = { kind: 'deposit' | 'claim' | 'hold' | 'release' | 'pay_out'; minor: bigint; of: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('deposit', 'deposit', 'claim', 'hold', 'release', 'pay_out'),
  minor: fc.bigInt({ min: 1n, max: 900n }),
  of: fc.nat(20),
});
const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

/** One client: what came in, was claimed back and paid out, and the holds that may still be open. */
class Wallet {
  private readonly holds: Id<'ledgerHold'>[] = [];
  private settled = 0n;
  private place = 0;

  constructor(
    private readonly tenant: TestTenant,
    private readonly owner: Owner,
  ) {}

  private get via() {
    return { ...this.owner, connection: 'con_x' };
  }

  async run({ kind, minor, of }: Step): Promise<void> {
    this.place += 1;
    const reference = `${this.owner.client}/${this.place}`;
    const hold = this.holds[of % Math.max(this.holds.length, 1)];
    const job = asJob(this.tenant, 'test');
    try {
      if (kind === 'deposit') {
        const set = { ...recipes.depositApproved(this.via, eur(minor)), reference };
        const said = await Promise.allSettled([booked(job, set), booked(job, set)]);
        const fresh = said.filter((each) => each.status === 'fulfilled' && !each.value.isReplay);
        expect(fresh.length).toBeLessThanOrEqual(1);
        if (fresh.length === 1) this.settled += minor;
      } else if (kind === 'claim') {
        const clearing = psp(this.owner.entity, 'con_x', 'clearing', 'EUR');
        const transfers = [
          { debit: debt(this.owner, 'EUR'), credit: clearing, amount: eur(minor), code: 'chargeback' },
        ];
        await booked(job, { recipe: 'test', reference, transfers });
        this.settled -= minor;
      } else if (kind === 'hold') {
        const placed = await booked(job, { ...recipes.withdrawalRequested(this.owner, eur(minor)), reference });
        this.holds.push(...placed.holds);
      } else if (kind === 'release' && hold) await booked(job, { ...recipes.withdrawalReleased(hold), reference });
      else if (kind === 'pay_out' && hold) {
        await booked(job, { ...recipes.withdrawalSent(this.via, eur(minor), hold), reference });
        this.settled -= minor;
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  async check(): Promise<void> {
    // Whatever the order was, the next money that comes in pays what is still owed.
    await this.run({ kind: 'deposit', minor: 1n, of: 0 });
    const { accounts } = await readClientMoney(asJob(this.tenant, 'test'), { clientId: this.owner.client });
    const of = (ref: { kind: string }) => accounts.find(({ kind }) => kind === ref.kind);
    const [mine, owed] = [of(wallet(this.owner, 'EUR')), of(debt(this.owner, 'EUR'))];
    const owes = owed?.posted.minor ?? 0n;
    expect(owes).toBeLessThanOrEqual(0n);
    expect((mine?.posted.minor ?? 0n) + owes).toBe(this.settled);
    if (owes < 0n) expect(mine?.available.minor).toBe(0n);
  }
}

describe('debt under random sets, some at once', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  it('is paid by whatever becomes free, never twice, never more than is owed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 6, maxLength: 24 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, width) => {
          const [owner] = await bareOwner(tenant);
          if (!owner) throw new Error('no owner');
          const one = new Wallet(tenant, owner);
          for (let at = 0; at < steps.length; at += width)
            await Promise.all(steps.slice(at, at + width).map((each) => one.run(each)));
          await one.check();
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 20) },
    );
    const platform = await connectPlatform(tenant.platformUrl);
    try {
      expect((await platform.asTenant(tenant.id, ({ db }) => verifyLedger(db))).fault).toBeNull();
    } finally {
      await platform.end();
    }
  });
});
