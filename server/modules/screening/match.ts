import type { NameKind, Token } from './normalise';
import { PLAUSIBLE, wordSimilarity } from './similarity';

export type AlignedWord = {
  readonly query: string;
  readonly listed: string;
  readonly similarity: number;
  readonly how: 'same' | 'sounds_same' | 'similar' | 'initial' | 'joined';
};

export type NameComparison = {
  /** 0 to 1. */
  readonly score: number;
  readonly aligned: readonly AlignedWord[];
  /** Words of the query that the listed name lacks, and the other way round. */
  readonly unmatched: { readonly query: readonly string[]; readonly listed: readonly string[] };
};

/** Rare words say more than common ones; an index knows how rare, a bare comparison does not. */
export type Rarity = (token: Token) => number;
const equallyRare: Rarity = () => 1;

/** What an unmatched word costs: much if the client bears it, little if only the list does (middle names are left out). */
const missing: Readonly<Record<NameKind, { query: number; listed: number }>> = {
  person: { query: 0.8, listed: 0.25 },
  organisation: { query: 0.8, listed: 0.5 },
};

type Candidate = {
  readonly query: readonly number[];
  readonly listed: readonly number[];
  readonly similarity: number;
  readonly how: AlignedWord['how'];
};

function compareWords(a: Token, b: Token): { similarity: number; how: AlignedWord['how'] } | null {
  if (a.role === 'form' || b.role === 'form') return a.text === b.text ? { similarity: 1, how: 'same' } : null;
  if (a.text === b.text) return { similarity: 1, how: 'same' };
  if (a.role === 'initial' || b.role === 'initial') {
    return a.text[0] === b.text[0] ? { similarity: 0.85, how: 'initial' } : null;
  }
  const similarity = wordSimilarity(a, b);
  if (similarity < PLAUSIBLE) return null;
  return { similarity, how: similarity >= 0.98 ? 'sounds_same' : 'similar' };
}

const join = (a: Token, b: Token) => ({ text: a.text + b.text, fold: a.fold + b.fold });

/** Two neighbouring words of one side as one word of the other: "ali reza", "alireza". */
function joins(query: readonly Token[], listed: readonly Token[], flip: boolean): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i + 1 < query.length; i += 1) {
    const [first, second] = [query[i], query[i + 1]];
    if (!first || !second || first.role === 'form' || second.role === 'form') continue;
    const joined = join(first, second);
    for (const [j, other] of listed.entries()) {
      if (other.text.length < joined.text.length - 2 || other.role === 'form') continue;
      const similarity = wordSimilarity(joined, other) * 0.99;
      if (similarity < 0.85) continue;
      const [own, their] = [[i, i + 1], [j]];
      found.push({ query: flip ? their : own, listed: flip ? own : their, similarity, how: 'joined' });
    }
  }
  return found;
}

function candidates(query: readonly Token[], listed: readonly Token[]): Candidate[] {
  const found: Candidate[] = [];
  for (const [i, a] of query.entries()) {
    for (const [j, b] of listed.entries()) {
      const hit = compareWords(a, b);
      if (hit) found.push({ query: [i], listed: [j], ...hit });
    }
  }
  found.push(...joins(query, listed, false), ...joins(listed, query, true));
  // Best first; ties by position, so that the same names always align the same way.
  const worth = ({ query: q, listed: l, similarity }: Candidate) => similarity + 0.001 * (q.length + l.length);
  return found.sort(
    (a, b) => worth(b) - worth(a) || (a.query[0] ?? 0) - (b.query[0] ?? 0) || (a.listed[0] ?? 0) - (b.listed[0] ?? 0),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function compareNames(
  query: readonly Token[],
  listed: readonly Token[],
  kind: NameKind,
  rarity: Rarity = equallyRare,
): NameComparison {
  const weigh = (token: Token) => token.weight * rarity(token);
  const [usedQuery, usedListed] = [new Set<number>(), new Set<number>()];
  const aligned: AlignedWord[] = [];
  let gained = 0;
  let possible = 0;
  for (const { query: q, listed: l, similarity, how } of candidates(query, listed)) {
    if (q.some((i) => usedQuery.has(i)) || l.some((j) => usedListed.has(j))) continue;
    for (const i of q) usedQuery.add(i);
    for (const j of l) usedListed.add(j);
    const [words, others] = [q.map((i) => query[i]), l.map((j) => listed[j])].map((side) =>
      side.filter((t) => t !== undefined),
    );
    const weight = (sum((words ?? []).map(weigh)) + sum((others ?? []).map(weigh))) / 2;
    gained += weight * similarity;
    possible += weight;
    const text = (side: readonly Token[] | undefined) => (side ?? []).map((token) => token.text).join(' ');
    aligned.push({ query: text(words), listed: text(others), similarity, how });
  }
  const restQuery = query.filter((_, i) => !usedQuery.has(i));
  const restListed = listed.filter((_, j) => !usedListed.has(j));
  const cost = missing[kind];
  const total = possible + cost.query * sum(restQuery.map(weigh)) + cost.listed * sum(restListed.map(weigh));
  return {
    score: total === 0 ? 0 : gained / total,
    aligned,
    unmatched: { query: restQuery.map(({ text }) => text), listed: restListed.map(({ text }) => text) },
  };
}
