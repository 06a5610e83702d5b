import { describe, expect, it } from 'vitest';
import { nameMatch } from '@/server/modules/payments/name-match';

describe('two names, one person?', () => {
  it.each([
    ['Lotte Terpstra', 'TERPSTRA LOTTE'],
    ['Dr. Zoë Strauß', 'zoe strauss'],
    ['Anna Maria Kowalska', 'Anna Kowalska'],
  ])('%s is %s', (one, other) => expect(nameMatch(one, other)).toBeGreaterThanOrEqual(0.9));

  it.each([
    ['Yuliya Petrova', 'Julia Petrova'],
    ['J. Oosterveld', 'Jorien Oosterveld'],
    ['Oosterveld', 'Jorien Oosterveld'],
  ])('%s may be %s: nobody is sure', (one, other) => {
    const score = nameMatch(one, other);
    expect(score).toBeGreaterThanOrEqual(0.6);
    expect(score).toBeLessThan(0.95);
  });

  it.each([
    ['Gerbrand Elsewhere', 'Lotte Terpstra'],
    ['Corinna Eversberg', 'Jorien Oosterveld'],
    ['Lotte Vermeer', 'Lotte Terpstra'],
  ])('%s is not %s', (one, other) => expect(nameMatch(one, other)).toBeLessThan(0.6));
});
