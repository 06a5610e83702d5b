import { beforeEach, describe, expect, it } from 'vitest';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import type { Id } from '@/server/kernel/ids';
import { type Owner, readTrialBalance, recipes, rollUpHouse, verifyLedger } from '@/server/modules/ledger';
import { bareOwner, booked } from '../../support/books';
import { asJob, newUuid, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

describe('verifying a ledger', () => {
  let tenant: TestTenant;
  let owner: Owner;

  const withPlatform = async <T>(run: (platform: PlatformDatabase) => Promise<T>) => {
    const platform = await connectPlatform(tenant.platformUrl);
    try {
      return await run(platform);
    } finally {
      await platform.end();
    }
  };
  const verdict = () => withPlatform((platform) => platform.asTenant(tenant.id, ({ db }) => verifyLedger(db)));
  const tamper = (statement: string) => asOwner(tenant, (query) => query(statement, [tenant.id]));

  beforeEach(async () => {
    tenant = await testTenant();
    [owner] = (await bareOwner(tenant)) as [Owner];
    const via = { ...owner, connection: 'con_a' };
    const go = (legs: ReturnType<typeof recipes.depositApproved>) =>
      booked(asJob(tenant), { ...legs, reference: newUuid() });
    await go(recipes.depositApproved(via, eur(10_000n), eur(100n)));
    const { holds } = await go(recipes.withdrawalRequested(owner, eur(3_000n)));
    await go(recipes.withdrawalSent(via, eur(1_000n), holds[0] as Id<'ledgerHold'>));
  });

  it('finds nothing in what the ledger wrote, before and after the roll-up', async () => {
    const before = await readTrialBalance(asJob(tenant), {});
    expect(await verdict()).toEqual({ ok: true, accounts: 4, transfers: 3, fault: null });
    await withPlatform((platform) => platform.transaction(({ db }) => rollUpHouse(db)));
    expect(await verdict()).toMatchObject({ ok: true });
    expect(await readTrialBalance(asJob(tenant), {})).toEqual(before);
  });

  const byWallet = "tenant_id = $1 and kind = 'wallet'";
  it.each([
    [
      'a balance that was raised',
      `update ledger_account set posted_minor = posted_minor + 1 where ${byWallet}`,
      /says 8901/,
    ],
    [
      'an amount that was changed',
      'update ledger_transfer set amount_minor = 9999 where tenant_id = $1 and amount_minor = 10000',
      /version 1/,
    ],
    ['a transfer that was taken out', "delete from ledger_transfer where tenant_id = $1 and code = 'deposit'", /./],
    [
      'a running balance that was forged',
      "update ledger_transfer set credit_balance = 1 where tenant_id = $1 and code = 'deposit'",
      /version 1/,
    ],
    [
      'a version that was skipped',
      "update ledger_transfer set debit_version = 7 where tenant_id = $1 and code = 'withdrawal'",
      /version 7/,
    ],
    [
      'a hold that was forgotten',
      `update ledger_account set held_minor = 0 where ${byWallet}`,
      /says 0, holds say 2000/,
    ],
    [
      'a hold that gave more than was taken',
      'update ledger_hold set remaining_minor = 1500 where tenant_id = $1',
      /holds say 1500/,
    ],
    [
      'a house balance that was moved',
      "update ledger_account set posted_minor = 5 where tenant_id = $1 and kind = 'fees'",
      /fees/,
    ],
    ['a tail that was lost', 'delete from ledger_house_delta where tenant_id = $1', /says 0, entries say/],
  ])('names %s', async (_name, statement, detail) => {
    await tamper(statement);
    const found = await verdict();
    expect(found.ok).toBe(false);
    expect(found.fault?.detail).toMatch(detail);
  });

  it('sees only its own tenant', async () => {
    const other = await testTenant();
    await tamper(`update ledger_account set posted_minor = posted_minor + 1 where ${byWallet}`);
    const platform = await connectPlatform(other.platformUrl);
    expect(await platform.asTenant(other.id, ({ db }) => verifyLedger(db))).toMatchObject({ ok: true, accounts: 0 });
    await platform.end();
  });
});
