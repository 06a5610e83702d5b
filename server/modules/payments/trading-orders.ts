import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema, money } from '@/server/kernel/money';
import { query } from '@/server/kernel/verb';
import { setsOfThread } from '@/server/modules/ledger';
import { depositById } from './repository/orders';
import { legsOf, withdrawalById } from './repository/withdrawals';

/** What the job that collects from, or returns to, a platform must know of a withdrawal. */
export const withdrawalOrder = query({
  name: 'payments.withdrawal.read_order',
  actors: ['job'],
  input: z.object({ withdrawalId: idSchema('withdrawal') }),
  output: z.object({
    clientId: idSchema('client'),
    amount: MoneySchema,
    state: z.string(),
    accountId: idSchema('tradingAccount').nullable(),
  }),
  run: async (read, { withdrawalId }) => {
    const row = found(await withdrawalById(read, withdrawalId), 'withdrawal_not_found');
    const { clientId, state, sourceAccountId: accountId } = row;
    // What has been paid out does not travel home; what came back after it was paid travels on its own.
    const gone = (await legsOf(read, withdrawalId)).filter(({ state: leg }) => leg === 'settled' || leg === 'returned');
    const minor = gone.reduce((left, leg) => left - leg.amountMinor, row.amountMinor);
    return { clientId, state, accountId, amount: money(minor, row.asset) };
  },
});

/** What a credited deposit is to fund, if it names an account: what is left of it when debt was paid. */
export const depositOrder = query({
  name: 'payments.deposit.read_order',
  actors: ['job'],
  input: z.object({ depositId: idSchema('deposit') }),
  output: z.object({
    clientId: idSchema('client'),
    amount: MoneySchema.nullable(),
    state: z.string(),
    accountId: idSchema('tradingAccount').nullable(),
  }),
  run: async (read, { depositId }) => {
    const row = found(await depositById(read, depositId), 'deposit_not_found');
    const { clientId, state, targetAccountId: accountId } = row;
    const kept = (await setsOfThread(read, depositId))
      .filter(({ recipe, reference }) => recipe === 'debt.collected' && reference.startsWith('deposit/'))
      .flatMap(({ transfers }) => transfers)
      .reduce((sum, { amount }) => sum + amount.minor, 0n);
    const left = (row.creditedMinor ?? 0n) - kept;
    return { clientId, state, accountId, amount: left > 0n ? money(left, row.asset) : null };
  },
});
