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
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ـ: '',
};

/** Text as it is compared: without case, accents and punctuation, in any script. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[łøđðħıßæœþةىیکـ]/g, (letter) => folded[letter] ?? letter)
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
