import type { FormProblem } from '@/app/_ui/form/form';
import { fromDecimalString, type Money } from '@/server/kernel/amounts';
import { isRefusal } from '@/server/kernel/errors';

/** What was typed as an exact amount; a comma before the cents is what half of Europe writes. */
export function readAmount(text: string, asset: string): { amount: Money } | { problem: FormProblem } {
  const plain = text.trim().replace(/^(\d+),(\d{1,2})$/, '$1.$2');
  try {
    const amount = fromDecimalString(plain, asset);
    return amount.minor > 0n ? { amount } : { problem: { reason: 'amount_not_positive', field: 'amount' } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return {
      problem: {
        reason: error.reason,
        field: 'amount',
        ...(error.detail.params ? { params: error.detail.params } : {}),
      },
    };
  }
}
