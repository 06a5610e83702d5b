import type { Answers } from '@/app/_trpc/client';
import type { WordsText } from '@/server/modules/notifications/words-contract';

export type Words = Answers['notifications']['words']['read'];
type Language = Words['languages'][number];
/** Where words stand: a language, and one brand or every brand without words of its own. */
export type Place = { readonly language: Language; readonly brandId: Words['brands'][number]['id'] | null };

export const samePlace = (one: Place, other: Place): boolean =>
  one.language === other.language && one.brandId === other.brandId;

/** What an editor begins with: the draft of this place, else what a reader is told there today. */
export function wordsAt(words: Words, place: Place): { text: WordsText; isDraft: boolean } | null {
  const here = words.versions.filter((one) => samePlace(one, place));
  const draft = here.find(({ state }) => state === 'draft');
  if (draft) return { text: draft.text, isDraft: true };
  const inForce = (versions: Words['versions']) => versions.find(({ state }) => state === 'published')?.text;
  const everywhere = words.versions.filter((one) => samePlace(one, { ...place, brandId: null }));
  const own = words.builtIn.find(({ language }) => language === place.language)?.text ?? words.builtIn[0]?.text;
  const text = inForce(here) ?? inForce(everywhere) ?? own;
  return text ? { text, isDraft: false } : null;
}

export const textOfLines = (lines: readonly string[]): string => lines.join('\n');
export const linesOfText = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
