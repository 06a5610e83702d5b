import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Rng, seededRng } from '@/server/kernel/clock';
import type { ListEntry } from '@/server/modules/screening/lists';
import { compareNames } from '@/server/modules/screening/match';
import { tokenise } from '@/server/modules/screening/normalise';
import { buildIndex, REVIEW_SCORE, type ScreeningIndex, screen } from '@/server/modules/screening/screen';
import { allPublished, csvRows, listsAbsent } from '@/tests/support/screening-lists';
import { sharedData } from '@/tests/support/shared-data';

/** Floors, not goals: a change that loses recall fails here; the printed table shows where we are. */
const floors: Record<string, number> = {
  exact: 1,
  order: 1,
  middle_dropped: 0.97,
  transposed: 0.94,
  letter_lost: 0.94,
  two_letters_changed: 0.62,
  transliterated: 0.95,
  initial: 0.9,
  joined: 0.94,
};
const PEOPLE = 120;
const CLEAN = 800;

type Change = (words: string[], rng: Rng) => string[] | null;
const pick = <T>(items: readonly T[], rng: Rng): T | undefined => items[Math.floor(rng.next() * items.length)];

function inLongWord(words: string[], rng: Rng, change: (word: string, at: number) => string): string[] {
  const long = words.map((word, i) => (word.length >= 4 ? i : -1)).filter((i) => i >= 0);
  const chosen = pick(long, rng);
  return words.map((word, i) => (i === chosen ? change(word, Math.floor(rng.next() * (word.length - 1))) : word));
}
const substitute = (words: string[], rng: Rng) =>
  inLongWord(
    words,
    rng,
    (word, at) => word.slice(0, at) + (pick([...'abcdefghijklmnopqrstuvwxyz'], rng) ?? '') + word.slice(at + 1),
  );
const spellings: [RegExp, string][] = [
  [/mohammad|mohammed|muhammad/, 'mohamed'],
  [/ahmad/, 'ahmed'],
  [/hussein|husayn|hussain/, 'hossein'],
  [/ou/, 'u'],
  [/kh/, 'h'],
  [/y/, 'i'],
  [/q/, 'k'],
  [/aa/, 'a'],
  [/ee/, 'i'],
  [/dh/, 'd'],
  [/v/, 'w'],
  [/x/, 'ks'],
  [/ll/, 'l'],
];

const changes: Record<string, Change> = {
  exact: (words) => words,
  order: (words) => [...words].reverse(),
  middle_dropped: (words) => (words.length < 3 ? null : words.filter((_, i) => i !== 1)),
  transposed: (words, rng) =>
    inLongWord(words, rng, (w, i) => w.slice(0, i) + w.charAt(i + 1) + w.charAt(i) + w.slice(i + 2)),
  letter_lost: (words, rng) => inLongWord(words, rng, (w, i) => w.slice(0, i) + w.slice(i + 1)),
  two_letters_changed: (words, rng) => substitute(substitute(words, rng), rng),
  transliterated: (words, rng) => {
    const name = words.join(' ');
    const rule = pick(
      spellings.filter(([pattern]) => pattern.test(name)),
      rng,
    );
    return rule ? name.replace(rule[0], rule[1]).split(' ') : null;
  },
  initial: ([first, ...rest]) => (first && rest.length > 0 ? [first.charAt(0), ...rest] : null),
  joined: ([a, b, ...rest]) => (a && b && rest.length > 0 ? [a + b, ...rest] : null),
};

const spoken = (name: string): string[] => {
  const [family = '', given] = name.split(', ');
  return `${given ?? ''} ${family}`
    .toLowerCase()
    .replace(/[^a-z' -]/g, '')
    .trim()
    .split(' ');
};

describe.skipIf(listsAbsent)('recall on the real lists', () => {
  let entries: ListEntry[];
  let index: ScreeningIndex;
  beforeAll(async () => {
    entries = await allPublished();
    index = buildIndex(entries);
  });
  const top = (name: string) => screen(index, { kind: 'person', names: [name] }, { limit: 50 });

  test('few clean clients are stopped', async () => {
    const file = readFileSync(sharedData('screening/synthetic-clean-clients.csv') ?? '', 'utf8');
    const names = (await csvRows([file])).slice(1, CLEAN + 1).map(([name = '']) => name);
    const stopped = names.filter((name) => top(name).length > 0);
    console.info(
      `clean clients with any hit at ${REVIEW_SCORE}: ${((stopped.length / names.length) * 100).toFixed(2)} %`,
    );
    expect(stopped.length / names.length).toBeLessThan(0.006);
  });

  test('listed people are found under every kind of misspelling', () => {
    const rng = seededRng(7);
    const people = entries.filter(({ type, source }) => type === 'individual' && source === 'ofac_sdn');
    const table = Object.entries(changes).map(([name, change]) => {
      let [found, first, tried] = [0, 0, 0];
      while (tried < PEOPLE) {
        const entry = pick(people, rng);
        const words = entry && change(spoken(entry.names[0]?.text ?? ''), rng);
        if (!entry || !words) continue;
        const hits = top(words.join(' '));
        tried += 1;
        found += hits.some(({ entryId }) => entryId === entry.id) ? 1 : 0;
        first += hits[0]?.entryId === entry.id ? 1 : 0;
      }
      return { change: name, recall: found / tried, first: first / tried };
    });
    console.info(
      table.map((row) => `${row.change} ${row.recall.toFixed(2)} (first ${row.first.toFixed(2)})`).join(' · '),
    );
    for (const { change, recall } of table) expect(recall, change).toBeGreaterThanOrEqual(floors[change] ?? 1);
  });
});

const pairsFile = sharedData('screening/pairs/name-pairs.csv');

test.skipIf(pairsFile === null)('labelled pairs: F1 at the best threshold', async () => {
  const records = await csvRows([readFileSync(pairsFile ?? '', 'utf8')]);
  const pairs = records.slice(1).map(([, schema, a = '', b = '', isMatch]) => {
    const kind = schema === 'Person' ? ('person' as const) : ('organisation' as const);
    return { kind, same: isMatch === 'true', score: compareNames(tokenise(a, kind), tokenise(b, kind), kind).score };
  });
  const bestF1 = (list: typeof pairs) => {
    const thresholds = Array.from({ length: 60 }, (_, i) => 0.4 + i / 100);
    const f1 = thresholds.map((at) => {
      const right = list.filter(({ score, same }) => score >= at && same).length;
      return (2 * right) / (list.filter(({ score }) => score >= at).length + list.filter(({ same }) => same).length);
    });
    return Math.max(...f1);
  };
  const [all, people] = [bestF1(pairs), bestF1(pairs.filter(({ kind }) => kind === 'person'))];
  console.info(`name pairs: F1 ${all.toFixed(3)} all, ${people.toFixed(3)} people (${pairs.length} pairs)`);
  expect(all).toBeGreaterThan(0.8);
  expect(people).toBeGreaterThan(0.78);
});
