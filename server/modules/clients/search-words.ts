import anyAscii from 'any-ascii';
import { legalName, type Names, phoneKey, plain } from './names';

/**
 * What a word of the index is, as its first letter: who may not see contact data asks without `e` and `p`, so that nobody
 * finds by a fragment what is masked for him. `k` and `a` are consonants: Arabic and Hebrew names leave vowels out.
 */
type Kind = 'name' | 'tag' | 'number' | 'reference' | 'email' | 'phone' | 'consonantsOfLatin' | 'consonantsOfOther';
const letterOf: Record<Kind, string> = {
  name: 'n',
  tag: 't',
  number: 'c',
  reference: 'r',
  email: 'e',
  phone: 'p',
  consonantsOfLatin: 'k',
  consonantsOfOther: 'a',
};
const wordOf = (kind: Kind, text: string) => `${letterOf[kind]}${text}`.slice(0, 200);

const hasVowelsUnwritten = /[\p{sc=Arabic}\p{sc=Hebrew}]/u;
const isIdeographic = /^\p{sc=Han}+$/u;

/** How a word reads in Latin letters; of ideographs one reading a sign, as its syllables. */
function syllables(word: string): string[] {
  const read = anyAscii(word.normalize('NFKC'));
  const parts = isIdeographic.test(word) ? (read.match(/[A-Z][a-z]*/g) ?? [read]) : [read];
  return parts.map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]/g, '')).filter((part) => part.length > 0);
}

const tails = (parts: readonly string[]): string[] => parts.map((_, at) => parts.slice(at).join(''));

/** Two consonants at least; fewer say too little. */
function consonants(latin: string): string | null {
  const left = latin
    .replaceAll(/[aeiouy]/g, '')
    .replaceAll('q', 'k')
    .replaceAll(/(.)\1+/g, '$1');
  return left.length < 2 ? null : left;
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word.length > 0);

/** A name is found by its own letters, by how they read, without the Arabic article, and from any sign of a Chinese name. */
function nameForms(word: string): string[] {
  const own = plain(word).replaceAll(' ', '');
  if (isIdeographic.test(word)) {
    const forms = [...tails([...own]), ...tails(syllables(word))];
    return forms.map((form) => wordOf('name', form));
  }
  const latin = syllables(word).join('');
  const forms = [own, latin].map((form) => wordOf('name', form));
  if (/^ال.{3,}/u.test(own)) forms.push(...nameForms(own.slice(2)));
  const sound = consonants(latin);
  if (sound) forms.push(wordOf(hasVowelsUnwritten.test(word) ? 'consonantsOfOther' : 'consonantsOfLatin', sound));
  return forms;
}

export type Searchable = Names & {
  readonly number: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly references?: readonly string[];
  readonly tags?: readonly string[];
};

/** The words of each tenant lie together in the index, so that a search reads those of its own. */
const markOf = (tenantId: string): string => tenantId.slice(-6);

/** The words a client is found by; a search matches their beginnings. */
export function searchWords(tenantId: string, client: Searchable): string[] {
  const names = wordsOf([legalName(client), client.nativeName ?? '', client.companyName ?? ''].join(' '));
  const words = names.flatMap(nameForms);
  words.push(wordOf('number', client.number.toLowerCase()), wordOf('number', client.number.replaceAll(/\D/g, '')));
  words.push(...(client.references ?? []).map((reference) => wordOf('reference', reference.toLowerCase())));
  words.push(...(client.tags ?? []).map((tag) => wordOf('tag', tag)));
  if (client.email) {
    const email = client.email.toLowerCase();
    const host = email.slice(email.lastIndexOf('@') + 1);
    words.push(...[email, host, ...email.split(/[@.+_-]/)].map((part) => wordOf('email', part)));
  }
  const phone = client.phone ? phoneKey(client.phone) : null;
  // Without the country code, whose length is one to three, and by its last digits.
  if (phone) words.push(...[0, 1, 2, 3, -9, -4].map((from) => wordOf('phone', phone.slice(from))));
  return [...new Set(words.filter((word) => word.length > 1))].map((word) => `${markOf(tenantId)}${word}`);
}

/** What one typed word may be; each of the outer list must match, by one of its own, which may itself be several words. */
type Meaning = { readonly word: string; readonly isWhole?: boolean } | { readonly every: readonly string[] };
type Alternatives = readonly Meaning[];

const isDotted = /^[a-z\d][\w-]*(\.[\w-]+)+$/;

function meaningsOfWord(typed: string, seesContact: boolean): Alternatives {
  const lower = typed.toLowerCase();
  const contact = (kind: 'email' | 'phone', text: string) => (seesContact ? [{ word: wordOf(kind, text) }] : []);
  if (lower.includes('@')) return contact('email', lower);
  // An address or its host as one word: of its parts the last are everybody's. Or initials.
  if (isDotted.test(lower)) {
    const every = wordsOf(lower).map((part) => wordOf('name', plain(part)));
    return [...contact('email', lower), { every }];
  }
  const own = plain(typed).replaceAll(' ', '');
  if (own === '') return [];
  const latin = syllables(typed).join('');
  const meanings: Meaning[] = [{ word: wordOf('name', own) }];
  if (latin !== '' && latin !== own) meanings.push({ word: wordOf('name', latin) });
  const sound = consonants(latin);
  // The other side of the alphabet only, and whole: else every "Mara" is a "Mira".
  if (sound && /^\p{L}+$/u.test(typed)) {
    const kind = hasVowelsUnwritten.test(typed) ? 'consonantsOfLatin' : 'consonantsOfOther';
    meanings.push({ word: wordOf(kind, sound), isWhole: true });
  }
  if (/\d/.test(lower)) meanings.push({ word: wordOf('number', lower) }, { word: wordOf('reference', lower) });
  else if (/^c-?$/.test(lower)) meanings.push({ word: wordOf('number', lower) });
  else if (lower.length > 3) meanings.push({ word: wordOf('reference', lower) });
  return [...meanings, ...contact('email', lower)];
}

/** Digits as a person types a phone number; a number of ours or a reference may be meant just as well. */
function meaningsOfDigits(digits: string, seesContact: boolean): Alternatives {
  const ours = [wordOf('number', digits), wordOf('reference', digits)];
  // As it is, for it may be the end of one, and without what is dialled before the country or the town.
  const phones = seesContact ? [digits, digits.replace(/^0{1,2}/, '')].map((text) => wordOf('phone', text)) : [];
  return [...new Set([...ours, ...phones])].map((word) => ({ word }));
}

function meaningsOf(typed: string, seesContact: boolean): Alternatives[] {
  const text = typed
    .trim()
    .slice(0, 200)
    .replaceAll(/\p{Nd}/gu, (digit) => anyAscii(digit));
  const digits = text.replaceAll(/\D/g, '');
  if (/^[+()\d\s.-]+$/.test(text) && digits.length >= 4) return [meaningsOfDigits(digits, seesContact)];
  const words = text.split(/\s+/).flatMap((word) => {
    const isOne =
      word.includes('@') ||
      isDotted.test(word.toLowerCase()) ||
      /^(?=.*\d)[\w-]+$/.test(word) ||
      /^[a-z]-$/i.test(word);
    return isOne ? [word] : wordsOf(word);
  });
  return words.slice(0, 8).map((word) => meaningsOfWord(word, seesContact));
}

export type SearchQuery = {
  /** Every word as it was typed to its end. */
  readonly whole: string;
  /** The beginnings of words, which contains the former. */
  readonly begun: string;
};

const inQuotes = (tenantId: string, word: string): string =>
  `'${`${markOf(tenantId)}${word}`.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** The clients who bear a tag, as a tsquery: typed words never mean one. */
export const tagQuery = (tenantId: string, tag: string): string => inQuotes(tenantId, wordOf('tag', tag));

/** A typed search as two tsqueries of the marked words; null when it can match nothing. */
export function searchQuery(typed: string, seesContact: boolean, tenantId: string): SearchQuery | null {
  const wanted = meaningsOf(typed, seesContact);
  if (wanted.length === 0 || wanted.some((meanings) => meanings.length === 0)) return null;
  const quoted = (word: string) => inQuotes(tenantId, word);
  const said = (one: Meaning, suffix: string): string =>
    'every' in one
      ? `(${one.every.map((word) => `${quoted(word)}${suffix}`).join(' & ')})`
      : `${quoted(one.word)}${one.isWhole ? '' : suffix}`;
  const all = (suffix: string) =>
    wanted.map((meanings) => `(${meanings.map((one) => said(one, suffix)).join(' | ')})`).join(' & ');
  return { whole: all(''), begun: all(':*') };
}
