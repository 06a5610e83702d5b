import { z } from 'zod';
import { type IdKind, isId } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { ClientFilter, FacetsView } from '@/server/modules/clients/contract';

/** The words of the client list where it has them; no search among them: a job would find by what its reader may not see. */
export const choiceFields = [
  'stage',
  'verification',
  'funding',
  'trading',
  'relationship',
  'tier',
  'category',
  'country',
  'language',
  'entityId',
  'brandId',
  'source',
  'introducer',
  'ownerId',
  'teamId',
  'desk',
  'tag',
  'offerId',
  'platform',
] as const;
export const flagFields = ['isUnowned', 'hasHold', 'hasLiveAccount'] as const;
export const dateFields = [
  'registeredAt',
  'approvedAt',
  'renewsAt',
  'fundedAt',
  'lastDepositAt',
  'lastWithdrawalAt',
  'liveAt',
  'lastTradeAt',
  'lastContactAt',
] as const;
export const sumFields = ['deposits', 'withdrawals', 'netDeposit', 'balance'] as const;
export type ChoiceField = (typeof choiceFields)[number];

const idKinds: Partial<Record<ChoiceField, IdKind>> = {
  entityId: 'entity',
  brandId: 'brand',
  ownerId: 'user',
  teamId: 'team',
  offerId: 'offer',
};
/** What a field may be, where the house knows all of it. */
export const knownValues: Partial<Record<ChoiceField, readonly string[]>> = {
  stage: ClientFilter.shape.stage.unwrap().unwrap().options,
  verification: FacetsView.shape.verification.options,
  funding: FacetsView.shape.funding.options,
  trading: FacetsView.shape.trading.options,
  relationship: FacetsView.shape.relationship.options,
  tier: ClientFilter.shape.tier.unwrap().unwrap().options,
  category: ['retail', 'elective_professional', 'per_se_professional', 'eligible_counterparty'],
};

function fits(field: ChoiceField, value: string): boolean {
  const kind = idKinds[field];
  if (kind) return isId(kind, value);
  return knownValues[field]?.includes(value) ?? true;
}

const Choice = z
  .object({
    kind: z.literal('choice'),
    field: z.enum(choiceFields),
    /** None of them, which those without any are too. */
    isNot: z.boolean().default(false),
    values: z.array(z.string().trim().min(1).max(300)).min(1).max(50),
  })
  .refine(({ field, values }) => values.every((value) => fits(field, value)), {
    path: ['values'],
    error: 'not a value of this field',
  });
const Flag = z.object({ kind: z.literal('flag'), field: z.enum(flagFields), is: z.boolean() });

const Days = z.number().int().min(1).max(3_650);
/** Days count back or on from the moment the segment is counted. */
const When = z.object({
  kind: z.literal('when'),
  field: z.enum(dateFields),
  test: z.discriminatedUnion('is', [
    z.object({ is: z.literal('within_last'), days: Days }),
    z.object({ is: z.literal('longer_ago'), days: Days }),
    z.object({ is: z.literal('within_next'), days: Days }),
    z.object({ is: z.literal('from'), at: z.date() }),
    z.object({ is: z.literal('before'), at: z.date() }),
    z.object({ is: z.literal('never') }),
    z.object({ is: z.literal('ever') }),
  ]),
});
/** Money is summed in one currency, never over currencies. */
const Sum = z.object({
  kind: z.literal('sum'),
  field: z.enum(sumFields),
  is: z.enum(['at_least', 'below']),
  amount: MoneySchema,
  /** Of what moved in the last days only; a balance is what it is now. */
  lastDays: Days.nullable().default(null),
});

export const Condition = z.discriminatedUnion('kind', [Choice, Flag, When, Sum]);
export type Condition = z.output<typeof Condition>;
/** Somebody is in it when every condition of at least one group holds. */
export const Conditions = z.object({
  anyOf: z
    .array(z.object({ allOf: z.array(Condition).min(1).max(20) }))
    .min(1)
    .max(6),
});
export type Conditions = z.output<typeof Conditions>;
