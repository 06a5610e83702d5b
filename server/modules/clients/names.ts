/** Letters that Unicode does not take apart into a base and a mark. */
const folded: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** Text as it is compared: without case, accents and punctuation, in any script. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[łøđðħıßæœþ]/g, (letter) => folded[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export type Names = {
  readonly kind?: string;
  readonly firstName?: string | null;
  readonly middleName?: string | null;
  readonly lastName?: string | null;
  readonly nativeName?: string | null;
  readonly companyName?: string | null;
};

export function legalName(person: Names): string {
  if (person.kind === 'corporate' && person.companyName) return person.companyName;
  return [person.firstName, person.middleName, person.lastName].filter(Boolean).join(' ');
}

/** The words of a name in alphabetical order: "Renn, Tobiah" and "Tobiah Renn" are one. Null when there is too little to compare. */
export function nameKey(person: Names): string | null {
  const words = plain(legalName({ ...person, middleName: null }))
    .split(' ')
    .filter(Boolean);
  return words.length < 2 ? null : words.sort().join(' ');
}

const dotless = new Set(['gmail.com', 'googlemail.com']);

/** One key for the spellings one mailbox answers to: "+tag" anywhere, dots at Gmail. */
export function emailKey(email: string): string {
  const [local = '', domain = ''] = email.trim().toLowerCase().split('@');
  const bare = local.split('+')[0] ?? local;
  return dotless.has(domain) ? `${bare.replaceAll('.', '')}@gmail.com` : `${bare}@${domain}`;
}

/** Digits with country code; null when there are too few to tell people apart. */
export function phoneKey(phone: string): string | null {
  const digits = phone.replace(/^\s*00/, '').replaceAll(/\D/g, '');
  return digits.length < 7 ? null : digits;
}

export type Searchable = Names & {
  readonly number: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly references?: readonly string[];
};

/** The words a client is found by; the search matches their beginnings. */
export function searchWords(client: Searchable): string[] {
  const words = [
    ...plain([legalName(client), client.nativeName ?? '', client.companyName ?? ''].join(' ')).split(' '),
    client.number.toLowerCase(),
    client.number.replaceAll(/\D/g, ''),
    ...(client.references ?? []).map((reference) => reference.toLowerCase()),
  ];
  if (client.email) {
    const email = client.email.toLowerCase();
    words.push(email, ...email.split(/[@.+_-]/));
  }
  const phone = client.phone ? phoneKey(client.phone) : null;
  if (phone) words.push(phone, phone.slice(-9), phone.slice(-4));
  return [...new Set(words.filter((word) => word.length > 0).map((word) => word.slice(0, 200)))];
}

/** A typed search as a tsquery of beginnings, all of which must match; null when nothing is left of it. */
export function searchQuery(typed: string): string | null {
  const text = typed.trim().slice(0, 200);
  if (/^[+()\d\s./-]{5,}$/.test(text) && !text.includes('/')) {
    const digits = text.replace(/^\s*00/, '').replaceAll(/\D/g, '');
    if (digits.length >= 4) return `'${digits}':*`;
  }
  const words = text.split(/\s+/).flatMap((word) => {
    if (word.includes('@') || /^[a-z]-?\d+$/i.test(word)) return [word.toLowerCase()];
    return plain(word).split(' ');
  });
  const wanted = words.filter((word) => word.length > 0).slice(0, 8);
  if (wanted.length === 0) return null;
  return wanted.map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`).join(' & ');
}
