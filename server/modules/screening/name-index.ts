import type { ListEntry } from './list-entry';
import { type NameKind, type Token, tokenise } from './normalise';
import { PLAUSIBLE, wordSimilarity } from './similarity';

type IndexedName = { readonly entry: number; readonly name: number; readonly tokens: readonly Token[] };

/** One kind of name (people, or organisations and their ships) with everything a search needs, built once per list version. */
export type NameIndex = {
  readonly names: readonly IndexedName[];
  /** Words and joined neighbours: each knows the names that hold it. */
  readonly words: readonly { readonly fold: string; readonly text: string; readonly names: readonly number[] }[];
  /** A word or its sound, whole or less one letter, to the words that look so: finds every word one slip away. */
  readonly nearby: ReadonlyMap<string, readonly number[]>;
  readonly entriesWith: ReadonlyMap<string, number>;
  readonly entryCount: number;
};

/** Entries or words between two pauses: a few milliseconds of work. */
const STEP = 100;

const kindOf = (entry: ListEntry): NameKind => (entry.type === 'individual' ? 'person' : 'organisation');

/** The word and, from four letters on, the word less each of its letters. */
function* slips(word: string): Generator<string> {
  yield word;
  if (word.length < 4) return;
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}

/** By sound and by letters: a slip inside a digraph changes the sound by more than one. */
const keysOf = ({ text, fold }: { text: string; fold: string }): Set<string> =>
  new Set([...slips(fold), ...slips(text)]);

const searchable = (token: Token): boolean => token.role === 'name' || token.role === 'particle';

/** "ali reza" is also found as "alireza". */
function* joined(tokens: readonly Token[]): Generator<Token> {
  for (const [i, first] of tokens.entries()) {
    const second = tokens[i + 1];
    if (!second || !searchable(first) || !searchable(second)) continue;
    const weight = Math.max(first.weight, second.weight);
    yield { text: first.text + second.text, fold: first.fold + second.fold, weight, role: 'name' };
  }
}

/** In small steps, so that whoever builds an index of all lists in a serving process can let others run in between. */
export function* indexingNames(entries: readonly ListEntry[], kind: NameKind): Generator<void, NameIndex> {
  const names: IndexedName[] = [];
  const postings = new Map<string, { text: string; fold: string; names: number[] }>();
  const holders = new Map<string, Set<number>>();
  for (const [entry, listed] of entries.entries()) {
    if (entry % STEP === 0) yield;
    if (kindOf(listed) !== kind) continue;
    for (const [name, { text: written }] of listed.names.entries()) {
      const tokens = tokenise(written, kind);
      if (tokens.length === 0) continue;
      const id = names.push({ entry, name, tokens }) - 1;
      for (const { fold } of tokens) holders.set(fold, (holders.get(fold) ?? new Set()).add(entry));
      for (const { text, fold } of [...tokens.filter(searchable), ...joined(tokens)]) {
        const word = postings.get(text) ?? { text, fold, names: [] };
        if (word.names.at(-1) !== id) word.names.push(id);
        postings.set(text, word);
      }
    }
  }
  const words = [...postings.values()];
  const nearby = new Map<string, number[]>();
  for (const [id, word] of words.entries()) {
    if (id % STEP === 0) yield;
    for (const key of keysOf(word)) {
      const list = nearby.get(key);
      if (list === undefined) nearby.set(key, [id]);
      else if (list.at(-1) !== id) list.push(id);
    }
  }
  const entryCount = new Set(names.map(({ entry }) => entry)).size;
  const entriesWith = new Map([...holders].map(([fold, set]) => [fold, set.size]));
  return { names, words, nearby, entriesWith, entryCount };
}

/** 1 for a word that few listed names hold, down to a half for one that very many do. */
export function rarityIn(index: NameIndex): (token: Token) => number {
  const most = Math.log(Math.max(2, index.entryCount));
  return ({ fold }) => {
    const count = index.entriesWith.get(fold) ?? 1;
    return 0.5 + 0.5 * Math.min(1, Math.log(Math.max(1, index.entryCount) / count) / (0.6 * most));
  };
}

/** What `missing.query` of the comparison makes of an unmatched word; see `leastGain`. */
const UNMATCHED = 0.8;

/**
 * With M of the query's worth Q matched, a name scores at most M / (M + 0.8 (Q - M)). Whoever cannot reach the wanted score
 * is not compared. A tenth is given back, because the comparison weighs both sides' words and this bound only the query's.
 */
const leastGain = (wanted: number, total: number): number =>
  (0.9 * total * UNMATCHED * wanted) / (1 - (1 - UNMATCHED) * wanted);

/** Names that may score `wanted`, most promising first. */
export function candidateNames(index: NameIndex, query: readonly Token[], wanted: number, limit: number): number[] {
  const rarity = rarityIn(index);
  const named = query.filter(({ role }) => role === 'name');
  const searched = named.length > 0 ? named : query.filter(searchable);
  const gains = new Float64Array(index.names.length);
  const stamp = new Uint16Array(index.names.length);
  const touched: number[] = [];
  for (const [turn, token] of [...searched, ...joined(query)].entries()) {
    const worth = token.weight * rarity(token);
    for (const { similarity, names } of similarWords(index, token)) {
      for (const name of names) {
        if (stamp[name] === turn + 1) continue;
        if (stamp[name] === 0) touched.push(name);
        stamp[name] = turn + 1;
        gains[name] = (gains[name] ?? 0) + worth * similarity;
      }
    }
  }
  const worthOf = (tokens: readonly Token[]) => tokens.reduce((sum, token) => sum + token.weight * rarity(token), 0);
  const unsearched = query.filter((token) => !searched.includes(token));
  const least = leastGain(wanted, worthOf(query)) - worthOf(unsearched);
  return touched
    .filter((name) => (gains[name] ?? 0) >= least)
    .sort((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0) || a - b)
    .slice(0, limit);
}

function similarWords(index: NameIndex, token: Token): { similarity: number; names: readonly number[] }[] {
  const found = new Set<number>();
  for (const key of keysOf(token)) for (const id of index.nearby.get(key) ?? []) found.add(id);
  const similar: { similarity: number; names: readonly number[] }[] = [];
  for (const id of found) {
    const word = index.words[id];
    if (word === undefined) continue;
    const similarity = wordSimilarity(word, token);
    if (similarity >= PLAUSIBLE) similar.push({ similarity, names: word.names });
  }
  return similar.sort((a, b) => b.similarity - a.similarity);
}
