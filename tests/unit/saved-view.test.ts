import { expect, test } from 'vitest';
import { SaveView } from '@/server/modules/work/contract';

test('a view that is nested without end is refused by its field, not by the stack', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`) as Record<string, unknown>;
  const view = { table: 'work.items', name: 'Deep', state: { columns: deep } };
  const answer = SaveView.safeParse(view);
  expect(answer.success).toBe(false);
  expect(answer.error?.issues.map(({ path }) => path[0])).toEqual(['state']);
  expect(SaveView.safeParse({ ...view, state: { columns: ['a', { width: 3 }] } }).success).toBe(true);
});
