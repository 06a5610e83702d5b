import {
  type Condition,
  choiceFields,
  dateFields,
  flagFields,
  sumFields,
} from '@/server/modules/engagement/conditions-contract';

export type Field = Condition['field'];

export const fields: readonly Field[] = [...choiceFields, ...flagFields, ...dateFields, ...sumFields];
export const firstField: Field = 'stage';

const oneOf = <T extends string>(list: readonly T[], field: string): T | undefined => list.find((one) => one === field);

/** What a row begins with when a field is chosen. */
export function blank(field: Field): Condition {
  const choice = oneOf(choiceFields, field);
  if (choice) return { kind: 'choice', field: choice, isNot: false, values: [] };
  const flag = oneOf(flagFields, field);
  if (flag) return { kind: 'flag', field: flag, is: true };
  const date = oneOf(dateFields, field);
  if (date) {
    const is = date === 'renewsAt' ? 'within_next' : 'within_last';
    return { kind: 'when', field: date, test: { is, days: 30 } };
  }
  const sum = oneOf(sumFields, field) ?? 'netDeposit';
  return { kind: 'sum', field: sum, is: 'at_least', amount: { minor: 100_000n, asset: 'EUR' }, lastDays: null };
}
