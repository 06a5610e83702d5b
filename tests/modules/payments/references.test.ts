import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import {
  addBankAccount,
  findInstruments,
  listDeposits,
  listDisputes,
  listWithdrawals,
  lookUpDispute,
  requestWithdrawal,
} from '@/server/modules/payments';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { eur, type Payer, paidIn, payerIn } from '../../support/payer';

describe('payments found by what somebody reads out', () => {
  let house: Brokerage;
  let payer: Payer;
  let other: Payer;
  let charge: string;
  beforeAll(async () => {
    house = await testBrokerage();
    payer = await payerIn(house, 'Marit');
    other = await payerIn(house, 'Anselm');
    await paidIn(house, other, 10_000n, 3);
    charge = await paidIn(house, payer, 90_000n, 3);
    await requestWithdrawal(payer.ctx, { amount: eur(40_000n) });
  });

  const numbers = async (ctx: Ctx, reference: string) =>
    (await listDeposits(ctx, { reference })).rows.map((row) => row.number);

  it('a deposit by its number, its id and the charge at the provider; never by a part', async () => {
    const [deposit] = (await listDeposits(house.administrator, { clientId: payer.id })).rows;
    if (!deposit) throw new Error('no deposit');
    const { number, id } = deposit;
    const known = await listDeposits(house.administrator, { reference: charge });
    expect(known.totals).toEqual([{ asset: 'EUR', minor: 90_000n, count: 1 }]);
    for (const word of [number, number.toLowerCase(), id, charge, ` ${number} `])
      expect(await numbers(house.administrator, word), word).toEqual([number]);
    expect(await numbers(house.administrator, number.slice(0, -1))).toEqual([]);
    expect(await numbers(house.administrator, "' or true --")).toEqual([]);
  });

  it('a withdrawal by its number and id, a claim by what the provider calls it', async () => {
    const [withdrawal] = (await listWithdrawals(house.administrator, { clientId: payer.id })).rows;
    if (!withdrawal) throw new Error('no withdrawal');
    for (const reference of [withdrawal.number, withdrawal.id])
      expect((await listWithdrawals(house.administrator, { reference })).rows).toHaveLength(1);
    const claim = house.stripe.as(house.account.id).openDispute(charge, 'fraudulent');
    await lookUpDispute(house.job, { connectionId: house.connectionId, pspId: claim.id });
    expect((await listDisputes(house.administrator, { reference: claim.id })).rows).toHaveLength(1);
    expect((await listDisputes(house.administrator, { reference: 'du_nobody' })).rows).toEqual([]);
  });

  it('only who may see the client finds his payments', async () => {
    const stranger = await testBrokerage();
    const own = await staffCtx(house.tenant, ['payments.*'], { scope: 'own' });
    for (const ctx of [stranger.administrator, own, other.ctx]) expect(await numbers(ctx, charge)).toEqual([]);
    expect(await numbers(payer.ctx, charge)).toHaveLength(1);
  });

  it('a card by its last four and an account by its IBAN, for who sees cards and reaches the client', async () => {
    const iban = 'NL91 ABNA 0417 1643 00';
    await addBankAccount(payer.ctx, { holderName: 'Marit Oosterveld', country: 'NL', iban });
    const owners = async (ctx: Ctx, typed: string) =>
      (await findInstruments(ctx, { typed })).map((row) => row.clientId);
    const [card] = await findInstruments(house.administrator, { typed: '4242' });
    expect(card?.label).toMatch(/4242$/);
    expect(await owners(house.administrator, '•••• 4242')).toEqual(expect.arrayContaining([payer.id, other.id]));
    for (const typed of [iban, '4300']) expect(await owners(house.administrator, typed), typed).toEqual([payer.id]);
    expect(await owners(house.administrator, '0424')).toEqual([]);
    const grants = ['payments.*', 'sensitive.*'];
    const stranger = await testBrokerage();
    for (const ctx of [
      stranger.administrator,
      await staffCtx(house.tenant, ['payments.*']),
      await staffCtx(house.tenant, grants, { scope: 'own' }),
    ])
      for (const typed of ['4242', iban]) expect(await owners(ctx, typed)).toEqual([]);
    expect(await owners(await staffCtx(house.tenant, grants), iban)).toEqual([payer.id]);
  });
});
