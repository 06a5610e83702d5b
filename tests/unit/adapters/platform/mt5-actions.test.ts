import { expect, test } from 'vitest';
import { dealsFrom } from '@/server/adapters/platform/mt5/map';
import { bookingOf } from '@/server/modules/trading/book-deals';

const wire = (action: number) => ({
  Deal: String(1_000 + action),
  Login: '70001',
  Action: String(action),
  Reason: '2',
  ModificationFlags: '0',
  Comment: '',
  TimeMsc: '1772614800000',
  Profit: '12.50',
  Storage: '0.00',
  Commission: '0.00',
});

/** Actions that carry a trade need its fields; money and fee actions do not. */
const table = [
  [2, 'balance', 'foreign'],
  [3, 'credit', 'none'],
  [4, 'charge', 'foreign'],
  [5, 'correction', 'foreign'],
  [6, 'bonus', 'none'],
  [7, 'commission', 'result'],
  [8, 'commission', 'result'],
  [9, 'commission', 'result'],
  [10, 'agent', 'result'],
  [11, 'agent', 'result'],
  [12, 'interest', 'result'],
  [13, 'cancelled', 'none'],
  [14, 'cancelled', 'none'],
  [15, 'dividend', 'result'],
  [16, 'dividend', 'result'],
  [17, 'tax', 'result'],
  [18, 'agent', 'result'],
  [19, 'negative_balance_compensation', 'negative_balance'],
  [20, 'credit', 'none'],
] as const;

test.each(table)('deal action %i is %s and is booked as %s', (code, action, kind) => {
  const [deal] = dealsFrom([wire(code)], [{ since: new Date(0), zone: { kind: 'fixed', offsetMinutes: 0 } }]);
  expect(deal?.action).toBe(action);
  const amounts = { profitMinor: 1_250n, swapMinor: 0n, commissionMinor: 0n };
  const row = { ticket: deal?.ticket ?? '', action: deal?.action ?? '', deletedAt: null, ...amounts };
  expect(bookingOf(row, 'ta_1', undefined).kind).toBe(kind);
});
