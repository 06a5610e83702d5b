import type { Fact, Facts } from './words';

const hidden = '\u2022\u2022\u2022';
/** A sum in a ready sentence: figures beside a currency, on either side. */
const sums =
  /\d[\d.,'\u00a0\u202f]*(?:[\s\u00a0][\d.,'\u00a0]*)*[\s\u00a0]?\b[A-Z]{3,4}\b|\b[A-Z]{3,4}\b[\s\u00a0]?\d[\d.,'\u00a0]*/g;
const without = (text: string): string => text.replaceAll(sums, hidden);

function covered(fact: Fact): Fact {
  if (fact === null || fact instanceof Date) return fact;
  if (typeof fact === 'string') return without(fact);
  if (typeof fact === 'function') {
    return (language) => {
      const text = fact(language);
      return text === null ? null : without(text);
    };
  }
  return 'minor' in fact ? hidden : fact;
}

/** What lights up on a locked screen, past whoever stands beside it: everything but sums. */
export const coveredFacts = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, covered(fact)]));
