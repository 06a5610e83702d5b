import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { toDecimalString } from '@/server/kernel/money';
import {
  bank,
  type Owner,
  type PostingSet,
  psp,
  readAccount,
  readClientMoney,
  readStatement,
  readTransferSet,
  readTrialBalance,
  recipes,
  trading,
  wallet,
} from '@/server/modules/ledger';
import { bareOwner, booked } from '../../support/books';
import { asJob, newUuid, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

describe('posting', () => {
  let tenant: TestTenant;
  let owner: Owner;
  const via = () => ({ ...owner, connection: 'con_a' });
  const go = (set: Omit<PostingSet, 'reference'>, reference: string = newUuid()) =>
    booked(asJob(tenant), { ...set, reference });
  const money = async (kind = 'wallet') => {
    const { accounts } = await readClientMoney(asJob(tenant), { clientId: owner.client });
    const found = accounts.find((account) => account.kind === kind);
    return { posted: found?.posted.minor ?? 0n, held: found?.held.minor ?? 0n, free: found?.available.minor ?? 0n };
  };

  beforeAll(async () => {
    tenant = await testTenant();
    [owner] = (await bareOwner(tenant)) as [Owner];
  });

  it('credits a deposit less the fee, and the other side appears in the books of the PSP', async () => {
    await go(recipes.depositApproved(via(), eur(10_000n), eur(150n)));
    expect(await money()).toEqual({ posted: 9_850n, held: 0n, free: 9_850n });
    const trial = await readTrialBalance(asJob(tenant), {});
    expect(trial.totals).toEqual([eur(0n)]);
    expect(Object.fromEntries(trial.rows.map((row) => [row.group, row.balance.minor]))).toEqual({
      wallet: 9_850n,
      psp: -10_000n,
      fees: 150n,
    });
  });

  it('answers a repeated reference with the first set, and refuses it for other legs', async () => {
    const before = await money();
    const first = await go(recipes.depositApproved(via(), eur(500n)), 'deposit-1');
    const again = await go(recipes.depositApproved(via(), eur(500n)), 'deposit-1');
    expect(again).toEqual({ ...first, isReplay: true });
    await expect(go(recipes.depositApproved(via(), eur(501n)), 'deposit-1')).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'ledger_reference_reused',
    });
    expect((await money()).posted).toBe(before.posted + 500n);
  });

  it('ten postings of one reference at once move money once', async () => {
    const before = await money();
    const sets = await Promise.all(
      Array.from({ length: 10 }, () => go(recipes.depositApproved(via(), eur(700n)), 'at-once')),
    );
    expect(new Set(sets.map((set) => set.set)).size).toBe(1);
    expect(sets.filter((set) => !set.isReplay)).toHaveLength(1);
    expect((await money()).posted).toBe(before.posted + 700n);
  });

  it('names the account when money does not suffice, and leaves nothing behind', async () => {
    const before = await money();
    const refused = go({
      recipe: 'test',
      transfers: [
        { debit: wallet(owner, 'EUR'), credit: trading(owner, '1', 'EUR'), amount: eur(1n), code: 'transfer' },
        {
          debit: wallet(owner, 'EUR'),
          credit: trading(owner, '1', 'EUR'),
          amount: eur(before.posted),
          code: 'transfer',
        },
      ],
    });
    await expect(refused).rejects.toMatchObject({
      kind: 'rejected',
      reason: 'insufficient_balance',
      detail: {
        params: {
          asset: 'EUR',
          available: toDecimalString(eur(before.posted - 1n)),
          wanted: toDecimalString(eur(before.posted)),
        },
      },
    });
    expect(await money()).toEqual(before);
    expect(await money('trading:1')).toEqual({ posted: 0n, held: 0n, free: 0n });
  });

  it('may not dip below zero inside a set either, but money that comes first may go on', async () => {
    const [poor] = (await bareOwner(tenant)) as [Owner];
    const comes = {
      debit: bank(poor.entity, 'client_seg', 'EUR'),
      credit: wallet(poor, 'EUR'),
      amount: eur(5n),
      code: 'in',
    };
    const goes = {
      debit: wallet(poor, 'EUR'),
      credit: bank(poor.entity, 'client_seg', 'EUR'),
      amount: eur(5n),
      code: 'out',
    };
    await expect(go({ recipe: 'test', transfers: [goes, comes] })).rejects.toMatchObject({
      reason: 'insufficient_balance',
    });
    await go({ recipe: 'test', transfers: [comes, goes] });
  });

  it('holds, captures in parts, releases the rest; each hold once', async () => {
    const before = await money();
    const { holds } = await go(recipes.withdrawalRequested(owner, eur(1_000n)));
    const hold = holds[0] as Id<'ledgerHold'>;
    expect(await money()).toEqual({ posted: before.posted, held: 1_000n, free: before.free - 1_000n });
    await expect(go(recipes.withdrawalRequested(owner, eur(before.free)))).rejects.toMatchObject({
      reason: 'insufficient_balance',
    });
    await go(recipes.refundSent(via(), eur(400n), hold));
    await expect(go(recipes.withdrawalSent(via(), eur(601n), hold))).rejects.toMatchObject({
      reason: 'hold_too_small',
    });
    expect(await money()).toEqual({ posted: before.posted - 400n, held: 600n, free: before.free - 1_000n });
    await go(recipes.withdrawalReleased(hold));
    expect(await money()).toEqual({ posted: before.posted - 400n, held: 0n, free: before.free - 400n });
    await expect(go(recipes.withdrawalReleased(hold))).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'hold_not_open',
    });
    await expect(go(recipes.withdrawalSent(via(), eur(1n), hold))).rejects.toMatchObject({ reason: 'hold_not_open' });
  });

  it('puts a failed payout back and holds it again for another route, in one set', async () => {
    const before = await money();
    const { holds } = await go(recipes.withdrawalRequested(owner, eur(300n)));
    await go(recipes.withdrawalSent(via(), eur(300n), holds[0] as Id<'ledgerHold'>));
    const failed = await go(recipes.withdrawalFailed(via(), eur(300n), 'wallet', true));
    expect(await money()).toEqual({ posted: before.posted, held: 300n, free: before.free - 300n });
    await go(recipes.withdrawalReleased(failed.holds[0] as Id<'ledgerHold'>));
  });

  it("a hold of one account cannot pay from another client's", async () => {
    const [other] = (await bareOwner(tenant)) as [Owner];
    await go(recipes.depositApproved({ ...other, connection: 'con_a' }, eur(100n)));
    const { holds } = await go(recipes.withdrawalRequested(other, eur(100n)));
    await expect(go(recipes.withdrawalSent(via(), eur(50n), holds[0] as Id<'ledgerHold'>))).rejects.toMatchObject({
      reason: 'hold_not_open',
    });
  });

  it('lets a trading account follow its platform below zero, and never a wallet', async () => {
    const result = { profit: eur(-2_000n), swap: eur(-30n), commission: eur(-7n) };
    await go(recipes.tradingBooked(owner, '700388', [result]));
    expect((await money('trading:700388')).posted).toBe(-2_037n);
    await go(recipes.negativeBalanceCovered(owner, '700388', eur(2_037n)));
    expect((await money('trading:700388')).posted).toBe(0n);
  });

  it('refuses transfers between legal entities', async () => {
    const [stranger] = (await bareOwner(tenant)) as [Owner];
    const set = {
      recipe: 'test',
      transfers: [{ debit: wallet(owner, 'EUR'), credit: wallet(stranger, 'EUR'), amount: eur(1n), code: 'x' }],
    };
    await expect(go(set)).rejects.toThrow(); // a fault of the caller, not a refusal
    expect((await money()).posted).toBeGreaterThan(0n);
  });

  it('pages the statement newest first with running balances without gaps', async () => {
    const [fresh] = (await bareOwner(tenant)) as [Owner];
    for (let i = 1n; i <= 7n; i += 1n) await go(recipes.depositApproved({ ...fresh, connection: 'con_b' }, eur(i)));
    const { accounts } = await readClientMoney(asJob(tenant), { clientId: fresh.client });
    const accountId = accounts[0]?.id as Id<'ledgerAccount'>;
    const seen: bigint[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await readStatement(asJob(tenant), { accountId, limit: 3, cursor });
      seen.push(...page.rows.map((row) => row.balance?.minor ?? -1n));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([28n, 21n, 15n, 10n, 6n, 3n, 1n]);
    const account = await readAccount(asJob(tenant), { accountId });
    expect(account.available.minor).toBe(28n);
    const one = await readStatement(asJob(tenant), { accountId, limit: 1 });
    const set = await readTransferSet(asJob(tenant), { setId: one.rows[0]?.setId as Id<'transferSet'> });
    expect(set.transfers).toEqual([
      {
        n: 1,
        debit: `psp:con_b:clearing/${fresh.entity}/EUR`,
        credit: `wallet/${fresh.client}/EUR`,
        amount: eur(7n),
        code: 'deposit',
      },
    ]);
  });

  it('the app role cannot change what was written', async () => {
    const connection = await tenant.database.acquire();
    await connection.query({ text: 'begin' });
    await connection.query({ text: `select set_config('app.tenant_id', '${tenant.id}', true)` });
    await expect(connection.query({ text: 'update ledger_transfer set amount_minor = 1' })).rejects.toMatchObject({
      code: '42501',
    });
    await connection.query({ text: 'rollback' });
    await connection.query({ text: 'begin' });
    await expect(connection.query({ text: 'update ledger_account set asset = $1' }, ['USD'])).rejects.toMatchObject({
      code: '42501',
    });
    await connection.query({ text: 'rollback' });
    connection.release();
  });

  it('a row inserted by hand between strange accounts is refused by the database itself', async () => {
    const set = await go(recipes.depositApproved(via(), eur(1n)));
    expect(set.isReplay).toBe(false);
    await asOwner(tenant, async (query) => {
      const rows = `insert into ledger_transfer (tenant_id, set_id, n, debit_id, credit_id, asset, amount_minor, code, at)
        select tenant_id, set_id, 99, debit_id, credit_id, 'USD', 5, 'forged', now() from ledger_transfer where tenant_id = $1 limit 1`;
      await expect(query(rows, [tenant.id])).rejects.toMatchObject({ code: 'BL001' });
    });
    expect(psp(owner.entity, 'con_a', 'clearing', 'EUR').mayGoNegative).toBe(true);
  });
});
