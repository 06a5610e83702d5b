import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNames } from '@/server/modules/screening/match';
import { fold, plainText, tokenise } from '@/server/modules/screening/normalise';
import { buildIndex, screen } from '@/server/modules/screening/screen';
import { editCost } from '@/server/modules/screening/similarity';
import { csvRows, listed } from '@/tests/support/screening-lists';

const word = fc.stringMatching(/^[a-z]{4,9}$/);
const name = fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => [...new Set(words)].join(' '));
const kind = fc.constantFrom('person' as const, 'organisation' as const);
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }));

test('any text is normalised, and normalising twice changes nothing', () => {
  fc.assert(
    fc.property(anyText, kind, (text, of) => {
      expect(plainText(plainText(text))).toBe(plainText(text));
      expect(tokenise(text, of).every((token) => token.text !== '' && token.fold !== '' && token.weight > 0)).toBe(
        true,
      );
    }),
    { numRuns: 500 },
  );
});

test('a name is itself in any order of words, and a score lies between 0 and 1', () => {
  fc.assert(
    fc.property(name, name, kind, (a, b, of) => {
      const score = (x: string, y: string) => compareNames(tokenise(x, of), tokenise(y, of), of).score;
      expect(score(a, a)).toBeCloseTo(1);
      expect(score(a, a.split(' ').reverse().join(' '))).toBeCloseTo(1);
      expect(score(a, b)).toBeGreaterThanOrEqual(0);
      expect(score(a, b)).toBeLessThanOrEqual(1);
    }),
  );
});

test('edit cost is symmetric, and nothing only for the same word', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editCost(a, b)).toBeCloseTo(editCost(b, a));
      expect(editCost(a, b) === 0).toBe(a === b);
      expect(fold(fold(a)) !== '').toBe(true);
    }),
  );
});

test('whoever is listed is found under each of his names, and the same way twice', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 3, maxLength: 30 }), fc.nat(), (names, pick) => {
      const entries = names.map((text, i) => listed(String(i), [text]));
      const index = buildIndex(entries);
      const at = pick % names.length;
      const hits = screen(index, { kind: 'person', names: [names[at] ?? ''] });
      expect(hits.map(({ entryId }) => entryId)).toContain(`un_consolidated:${at}`);
      expect(screen(index, { kind: 'person', names: [names[at] ?? ''] })).toEqual(hits);
    }),
    { numRuns: 60 },
  );
});

test('the index loses nobody whom a full comparison finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 5, maxLength: 25 }), fc.nat(), fc.nat(), (names, pick, slip) => {
      const index = buildIndex(names.map((text, i) => listed(String(i), [text])));
      const own = names[pick % names.length] ?? '';
      const at = slip % own.length;
      const query = own.slice(0, at) + own.slice(at + 1);
      const through = screen(index, { kind: 'person', names: [query] }).map(({ entryId }) => entryId);
      const best = compareNames(tokenise(query, 'person'), tokenise(own, 'person'), 'person').score;
      if (best > 0.9) expect(through).toContain(`un_consolidated:${pick % names.length}`);
    }),
    { numRuns: 100 },
  );
});

test('CSV comes back however it is cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '😀'), maxLength: 8 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const text = rows.map((row) => row.map((item) => `"${item.replaceAll('"', '""')}"`).join(',')).join('\r\n');
      const bytes = new TextEncoder().encode(`${text}\r\n`);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      expect(await csvRows(chunks)).toEqual(rows);
    }),
  );
});
