import { organisationForms, personTitles, wordsOfLittleWeight } from './name-words';
import { transliterate } from './transliterate';

export type NameKind = 'person' | 'organisation';

export type Token = {
  readonly text: string;
  /** Spelling variants of one sound share it: mohamed, muhammad; q, k; doubled letters. */
  readonly fold: string;
  /** How much the token says: 1 for a name, little for "al", "bin", "Ltd", half for an initial. */
  readonly weight: number;
  readonly role: 'name' | 'particle' | 'initial' | 'form';
};

/** Lower-case Latin text with blanks between words. */
export function plainText(name: string): string {
  // Composed first: Hangul and Indic letters must not fall apart into the marks that are dropped next.
  const composed = name.normalize('NFKC').toLowerCase();
  const latin = transliterate(isDecomposable(composed) ? stripMarks(composed) : composed);
  return stripMarks(latin)
    .replace(/[\u2018\u2019\u02bc\u02bb\u0060\u00b4'\u2032]/g, '')
    .replace(/\b((?:\p{L}\.){2,})(?=\s|$|,|\))/gu, (dotted) => dotted.replaceAll('.', ''))
    .replace(/\b((?:\p{L}\.)+\p{L})\b/gu, (dotted) => dotted.replaceAll('.', ''))
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const isDecomposable = (text: string): boolean => !/[\u0900-\u0dff\uac00-\ud7a3\u3041-\u30ff]/.test(text);
const stripMarks = (text: string): string =>
  transliterate(text.normalize('NFKD').replace(/\p{M}+/gu, '')).normalize('NFC');

const foldRules: readonly [RegExp, string][] = [
  [/^(?:x)(?=[aeiou])/g, 'h'], // Maxamed, Xuseen: Somali x is an h
  [/^c(?=[aeu])(?=.*(?:llaa|aa|ii))/g, ''], // Cabdullaahi: Somali c is the Arabic ayn
  [/tch|tsch|tsh/g, 'C'],
  [/sch|sh|\u0161/g, 'S'],
  [/ch|cz/g, 'C'],
  [/dzh|dj|zh|j/g, 'J'],
  [/ph/g, 'f'],
  [/kh|gh(?=[aeiou])/g, 'h'],
  [/th/g, 't'],
  [/dh/g, 'd'],
  [/ck|q|c(?![eiy])/g, 'k'],
  [/c/g, 's'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/ou|oo/g, 'u'],
  [/ee|ie|ei|ey|ay|ai|y/g, 'i'],
  [/z/g, 's'],
  [/(.)\1+/g, '$1'],
  [/(?<=[aeiou])h$/g, ''],
];

export function fold(text: string): string {
  const folded = foldRules.reduce((word, [pattern, to]) => word.replace(pattern, to), text);
  return folded === '' ? text : folded;
}

const folds = new Map<string, string>();
function foldOnce(text: string): string {
  const known = folds.get(text);
  if (known !== undefined) return known;
  const folded = fold(text);
  if (folds.size > 200_000) folds.clear(); // unbounded input must not become unbounded memory
  folds.set(text, folded);
  return folded;
}

const numberWords: Readonly<Record<string, string>> = {
  one: '1',
  first: '1',
  '1st': '1',
  two: '2',
  second: '2',
  '2nd': '2',
  three: '3',
  third: '3',
  '3rd': '3',
  four: '4',
  fourth: '4',
  '4th': '4',
  five: '5',
  fifth: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
};

function tokenOf(text: string, kind: NameKind): Token {
  const make = (role: Token['role'], weight: number, word = text): Token => ({
    text: word,
    fold: foldOnce(word),
    weight,
    role,
  });
  if (kind === 'organisation') {
    const number = numberWords[text];
    if (number !== undefined) return make('name', 1, number);
    return wordsOfLittleWeight.organisation.has(text) ? make('particle', 0.35) : make('name', 1);
  }
  if (wordsOfLittleWeight.person.has(text)) return make('particle', 0.25);
  return text.length === 1 ? make('initial', 0.5) : make('name', 1);
}

/** Titles go, organisation forms become one token of their class, all other words are kept in order. */
export function tokenise(name: string, kind: NameKind): Token[] {
  const words = plainText(kind === 'person' ? givenNameFirst(name) : name)
    .split(' ')
    .filter((word) => word !== '');
  const kept = kind === 'person' ? withoutTitles(words) : words;
  const tokens: Token[] = [];
  for (let at = 0; at < kept.length; ) {
    const form = kind === 'organisation' ? formAt(kept, at) : null;
    if (form !== null) {
      tokens.push({ text: form.cls, fold: form.cls, weight: 0.2, role: 'form' });
      at += form.length;
    } else {
      tokens.push(tokenOf(kept[at] ?? '', kind));
      at += 1;
    }
  }
  // Repeating a word says nothing more: "Sergey Sergey Shoigu".
  return tokens.filter((token, i) => tokens.findIndex(({ text }) => text === token.text) === i);
}

/** "HANIYA, Ismail" is "Ismail HANIYA": neighbours must be those of speech, or joined words are not recognised. */
function givenNameFirst(name: string): string {
  const [family, given, ...more] = name.split(',');
  return family !== undefined && given !== undefined && more.length === 0 ? `${given} ${family}` : name;
}

function withoutTitles(words: readonly string[]): readonly string[] {
  const kept = words.filter((word) => !personTitles.has(word));
  return kept.length > 0 ? kept : words;
}

function formAt(words: readonly string[], at: number): { cls: string; length: number } | null {
  for (let length = Math.min(6, words.length - at); length > 0; length -= 1) {
    const cls = organisationForms.get(words.slice(at, at + length).join(' '));
    // A name that is nothing but a form ("The Company") keeps its words.
    if (cls !== undefined && words.length > length) return { cls, length };
  }
  return null;
}
