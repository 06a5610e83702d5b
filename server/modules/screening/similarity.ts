/** Weighted Damerau-Levenshtein: slips of pen and of transliteration cost less than other letters. */
const vowels = new Set([...'aeiou']);
/** Consonants that clerks and scripts confuse. */
const classes: Readonly<Record<string, number>> = {
  b: 1,
  p: 1,
  f: 1,
  v: 1,
  d: 2,
  t: 2,
  g: 3,
  k: 3,
  h: 3,
  s: 4,
  S: 4,
  C: 4,
  J: 4,
  m: 5,
  n: 5,
  l: 6,
  r: 6,
};

const SOFT = 0.6;
const VOWEL = 0.5;

function substitution(a: string, b: string): number {
  if (a === b) return 0;
  if (vowels.has(a) && vowels.has(b)) return VOWEL;
  const cls = classes[a];
  return cls !== undefined && cls === classes[b] ? SOFT : 1;
}

const gap = (letter: string): number => (vowels.has(letter) || letter === 'h' ? SOFT : 1);

/** Rows are reused: screening calls this some hundred thousand times a second. */
let rows: [Float64Array, Float64Array, Float64Array] = [
  new Float64Array(64),
  new Float64Array(64),
  new Float64Array(64),
];

export function editCost(a: string, b: string): number {
  if (a === b) return 0;
  if (rows[0].length <= b.length) rows = [grow(b.length), grow(b.length), grow(b.length)];
  let [before, previous, current] = rows;
  previous[0] = 0;
  for (let j = 1; j <= b.length; j += 1) previous[j] = (previous[j - 1] ?? 0) + gap(b.charAt(j - 1));
  for (let i = 1; i <= a.length; i += 1) {
    const x = a.charAt(i - 1);
    current[0] = (previous[0] ?? 0) + gap(x);
    for (let j = 1; j <= b.length; j += 1) {
      const y = b.charAt(j - 1);
      let cost = Math.min(
        (previous[j] ?? 0) + gap(x),
        (current[j - 1] ?? 0) + gap(y),
        (previous[j - 1] ?? 0) + substitution(x, y),
      );
      if (i > 1 && j > 1 && x === b.charAt(j - 2) && a.charAt(i - 2) === y)
        cost = Math.min(cost, (before[j - 2] ?? 0) + SOFT);
      current[j] = cost;
    }
    [before, previous, current] = [previous, current, before];
  }
  return previous[b.length] ?? 0;
}

const grow = (length: number): Float64Array => new Float64Array(2 * length);

/** 1 for the same word, 0 for another one. Below PLAUSIBLE two words do not speak of the same name. */
export const PLAUSIBLE = 0.7;

export function wordSimilarity(a: { text: string; fold: string }, b: { text: string; fold: string }): number {
  if (a.text === b.text) return 1;
  if (a.fold === b.fold) return 0.98;
  // Sound first; the letters as written catch what a slip did to a digraph ("hsahid" for "shahid").
  return Math.max(likeness(a.fold, b.fold), likeness(a.text, b.text));
}

function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest < 3) return 0;
  // Each letter too many costs at least SOFT, so words of very different length need no table.
  if (Math.abs(a.length - b.length) * SOFT > (1 - PLAUSIBLE) * longest) return 0;
  const similarity = 1 - editCost(a, b) / longest;
  return a[0] === b[0] ? similarity : similarity * 0.95;
}
