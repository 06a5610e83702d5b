import type { LocalDate } from '@/server/kernel/time';
import { type Corroboration, corroborate, nameScoreFor } from './corroborate';
import type { ListEntry, ListedName } from './list-entry';
import { compareNames, type NameComparison } from './match';
import { candidateNames, indexingNames, type NameIndex, rarityIn } from './name-index';
import { type NameKind, tokenise } from './normalise';

/** Stored with every decision, so that a hit of last year can be explained by the rules of last year. */
export const MATCHER_VERSION = 'names-1';

export type Subject = {
  readonly kind: NameKind;
  /** All spellings known: form, document, other script. */
  readonly names: readonly string[];
  readonly born?: LocalDate | null;
  readonly gender?: 'male' | 'female' | null;
  /** ISO alpha-2 of nationality, residence, birth. */
  readonly countries?: readonly string[];
  readonly documents?: readonly string[];
  /** Entries that a person has settled as somebody else; the caller reopens them when the entry changes. */
  readonly settled?: ReadonlySet<string>;
};

export type Explanation = {
  readonly queryName: string;
  readonly listedName: ListedName;
  /** 0 to 1, of the names alone. */
  readonly nameScore: number;
  readonly comparison: NameComparison;
  readonly corroboration: Corroboration;
  readonly document: string | null;
};

export type Hit = { readonly entryId: string; readonly score: number; readonly explanation: Explanation };

export type ScreeningIndex = {
  readonly entries: readonly ListEntry[];
  readonly people: NameIndex;
  readonly organisations: NameIndex;
  readonly byDocument: ReadonlyMap<string, readonly number[]>;
};

export type ScreenOptions = { readonly minScore?: number; readonly limit?: number };

/** Chosen on the recall benchmark: see tests/unit/screening/recall.test.ts. */
export const REVIEW_SCORE = 0.75;
const CANDIDATES = 300;

const documentKey = (number: string): string => number.toUpperCase().replace(/[^A-Z0-9]/g, '');

function documentsIn(entries: readonly ListEntry[]): Map<string, readonly number[]> {
  const byDocument = new Map<string, number[]>();
  for (const [at, { documents }] of entries.entries()) {
    for (const { number } of documents) {
      const key = documentKey(number);
      // Shorter numbers are shared by chance.
      if (key.length >= 6) byDocument.set(key, [...(byDocument.get(key) ?? []), at]);
    }
  }
  return byDocument;
}

function* indexing(entries: readonly ListEntry[]): Generator<void, ScreeningIndex> {
  const people = yield* indexingNames(entries, 'person');
  const organisations = yield* indexingNames(entries, 'organisation');
  return { entries, people, organisations, byDocument: documentsIn(entries) };
}

export function buildIndex(entries: readonly ListEntry[]): ScreeningIndex {
  const steps = indexing(entries);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same index, built without holding up the process: seconds of work on the real lists. */
export async function buildIndexGently(entries: readonly ListEntry[]): Promise<ScreeningIndex> {
  const steps = indexing(entries);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

/** The listed people or bodies that the subject may be, best first. Pure and deterministic. */
export function screen(index: ScreeningIndex, subject: Subject, options: ScreenOptions = {}): Hit[] {
  const { minScore = REVIEW_SCORE, limit = 20 } = options;
  const best = new Map<number, Hit>();
  const consider = (entry: number, hit: Hit) => {
    const known = best.get(entry);
    if (known === undefined || hit.score > known.score) best.set(entry, hit);
  };
  const names = subject.kind === 'person' ? index.people : index.organisations;
  const rarity = rarityIn(names);
  for (const queryName of subject.names) {
    const query = tokenise(queryName, subject.kind);
    for (const candidate of candidateNames(names, query, nameScoreFor(minScore), CANDIDATES)) {
      const found = names.names[candidate];
      const entry = found && index.entries[found.entry];
      const listedName = found && entry?.names[found.name];
      if (!found || !entry || !listedName || subject.settled?.has(entry.id)) continue;
      const comparison = compareNames(query, found.tokens, subject.kind, rarity);
      const corroboration = corroborate(subject, entry, listedName, comparison.score);
      const explanation = {
        queryName,
        listedName,
        nameScore: rounded(comparison.score),
        comparison,
        corroboration,
        document: null,
      };
      consider(found.entry, { entryId: entry.id, score: rounded(corroboration.score), explanation });
    }
  }
  for (const hit of documentHits(index, subject)) consider(hit.at, hit.hit);
  return [...best.values()]
    .filter(({ score }) => score >= minScore)
    .sort((a, b) => b.score - a.score || (a.entryId < b.entryId ? -1 : 1))
    .slice(0, limit);
}

const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;

/** The same document number is the same person whatever he calls himself. */
function documentHits(index: ScreeningIndex, subject: Subject): { at: number; hit: Hit }[] {
  return (subject.documents ?? []).flatMap((number) =>
    (index.byDocument.get(documentKey(number)) ?? []).flatMap((at) => {
      const entry = index.entries[at];
      const listedName = entry?.names[0];
      if (!entry || !listedName || subject.settled?.has(entry.id)) return [];
      const queryName = subject.names[0] ?? '';
      const comparison = compareNames(
        tokenise(queryName, subject.kind),
        tokenise(listedName.text, subject.kind),
        subject.kind,
      );
      const corroboration = corroborate(subject, entry, listedName, comparison.score);
      const explanation = {
        queryName,
        listedName,
        nameScore: rounded(comparison.score),
        comparison,
        corroboration,
        document: number,
      };
      return [{ at, hit: { entryId: entry.id, score: 1, explanation } }];
    }),
  );
}
