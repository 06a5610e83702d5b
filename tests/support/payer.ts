import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { idSchema, uuidFromId } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { advance, registerClient, setTierByPolicy } from '@/server/modules/clients';
import { moneyOf, trialBalanceOf } from '@/server/modules/ledger';
import { ClientMoney, TrialBalance } from '@/server/modules/ledger/contract';
import { lookUpAttempt, startDeposit } from '@/server/modules/payments';
import { clientCtx } from './actors';
import type { Brokerage } from './brokerage';
import { newUuid } from './house';

/** Verified and of the middle tier, without the provider: for tests of what comes after. */
export const approveKyc = command({
  name: 'test.payer.approve',
  actors: ['job'],
  input: z.object({ id: idSchema('client') }),
  output: z.object({}),
  run: async (uow, { id }) => {
    await advance(uow, id, 'verification', 'apply', 'test');
    await advance(uow, id, 'verification', 'approve', 'test');
    await setTierByPolicy(uow, id, 'T2', 'test');
    return {};
  },
});

export const books = query({
  name: 'test.payer.books',
  actors: ['job'],
  input: z.object({ client: idSchema('client') }),
  output: z.object({ client: ClientMoney, trial: TrialBalance }),
  run: async (read, { client }) => ({ client: await moneyOf(read, client), trial: await trialBalanceOf(read, {}) }),
});

export type Payer = { readonly id: `cl_${string}`; readonly ctx: Ctx };

export const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

/** A verified client of the brokerage who can pay in and ask for money back. */
export async function payerIn(house: Brokerage, firstName: string): Promise<Payer> {
  const registered = await registerClient(house.job, {
    brand: house.brand,
    email: `${newUuid()}@clients.example`,
    password: 'correct horse battery staple',
    firstName,
    lastName: 'Oosterveld',
    country: 'NL',
    acceptedTerms: true,
  });
  if (!registered.id) throw new Error('not registered');
  await approveKyc(house.job, { id: registered.id });
  return {
    id: registered.id,
    ctx: house.withPorts(await clientCtx(house.tenant, uuidFromId('client', registered.id))),
  };
}

/** Paid on the PSP's page and credited; answers with the charge at the PSP. */
export async function paidIn(house: Brokerage, payer: Payer, minor: bigint, daysAgo = 0): Promise<string> {
  const started = await startDeposit(payer.ctx, { amount: eur(minor), returnPath: '/t/test/portal/wallet' });
  const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1] ?? '';
  house.stripe.as(house.account.id).pay(session, { number: '4242424242424242' });
  const paid = house.stripe.truth(house.account.id).payments.at(-1);
  const at = { now: () => new Date(Date.now() - daysAgo * 86_400_000) };
  await lookUpAttempt({ ...house.job, clock: at }, { attemptId: paid?.reference as `att_${string}` });
  return paid?.charge ?? '';
}

/** Balances by kind of account, zero ones left out, and what the whole house adds up to. */
export async function booksOf(house: Brokerage, payer: Payer) {
  const { client, trial } = await books(house.job, { client: payer.id });
  const rows = client.accounts.filter((row) => row.posted.minor !== 0n);
  return {
    accounts: Object.fromEntries(rows.map((row) => [row.kind, row.posted.minor])),
    house: Object.fromEntries(trial.rows.map((row) => [row.group, row.balance.minor])),
    total: trial.totals,
  };
}

/** The same job, later. */
export const later = (ctx: Ctx, minutes: number): Ctx => ({
  ...ctx,
  clock: { now: () => new Date(Date.now() + minutes * 60_000) },
});
