import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { Asset, MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';

export const AccountView = z.object({
  id: idSchema('ledgerAccount'),
  /** `wallet`, `trading:700388`, `psp:con_…:clearing` */
  kind: z.string(),
  asset: Asset,
  entityId: idSchema('entity'),
  clientId: idSchema('client').nullable(),
  posted: MoneySchema,
  held: MoneySchema,
  /** Posted less held: what may be spent. */
  available: MoneySchema,
});
export type AccountView = z.output<typeof AccountView>;

export const ClientBalances = z.object({ clientId: idSchema('client') });

export const AccountId = z.object({ accountId: idSchema('ledgerAccount') });

export const ListAccounts = PageInput.extend({
  /** Beginning of the kind: `psp`, `trading`, `wallet`. */
  kind: z.string().max(80).optional(),
  asset: Asset.optional(),
  entityId: idSchema('entity').optional(),
  clientId: idSchema('client').optional(),
  side: z.enum(['client', 'house']).optional(),
});
export const AccountPage = pageOf(AccountView);

export const Statement = z.object({
  accountId: idSchema('ledgerAccount'),
  from: z.date().optional(),
  to: z.date().optional(),
  code: z.string().max(60).optional(),
  cursor: z.string().max(500).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

export const Entry = z.object({
  setId: idSchema('transferSet'),
  /** Place in its set. */
  n: z.number().int(),
  at: z.date(),
  code: z.string(),
  amount: MoneySchema,
  /** After this entry; null on house accounts, which keep no running balance. */
  balance: MoneySchema.nullable(),
  /** Kind of the account on the other side. */
  counter: z.string(),
  recipe: z.string(),
  memo: z.string().nullable(),
  threadId: z.string().nullable(),
});
export const StatementPage = z.object({ rows: z.array(Entry), nextCursor: z.string().nullable() });

export const TransferSetId = z.object({ setId: idSchema('transferSet') });
export const TransferSetView = z.object({
  id: idSchema('transferSet'),
  reference: z.string(),
  recipe: z.string(),
  threadId: z.string().nullable(),
  clientId: idSchema('client').nullable(),
  memo: z.string().nullable(),
  verb: z.string(),
  at: z.date(),
  recordedAt: z.date(),
  transfers: z.array(
    z.object({
      n: z.number().int(),
      debit: z.string(),
      credit: z.string(),
      amount: MoneySchema,
      code: z.string(),
    }),
  ),
});

export const TrialBalanceInput = z.object({ entityId: idSchema('entity').optional() });
export const TrialBalance = z.object({
  rows: z.array(
    z.object({
      entityId: idSchema('entity'),
      asset: Asset,
      /** First word of the kind: `wallet`, `psp`, `bank`. */
      group: z.string(),
      side: z.enum(['client', 'house']),
      accounts: z.number().int(),
      balance: MoneySchema,
    }),
  ),
  /** Per asset; the books are right when each is zero. */
  totals: z.array(MoneySchema),
});
export type TrialBalance = z.output<typeof TrialBalance>;

export const HoldView = z.object({
  id: idSchema('ledgerHold'),
  accountId: idSchema('ledgerAccount'),
  kind: z.string(),
  code: z.string(),
  amount: MoneySchema,
  remaining: MoneySchema,
  placedAt: z.date(),
});
export const ClientMoney = z.object({ accounts: z.array(AccountView), holds: z.array(HoldView) });
