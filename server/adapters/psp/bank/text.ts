import { toHex, utf8 } from '@/server/kernel/encoding';

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
  '’': "'",
  '–': '-',
  '&': '+',
};

/** The Latin set that every SEPA bank takes (EPC217-08). Null when the text can not be written in it: a name is never guessed. */
export function toLatin(text: string, max: number): string | null {
  const plain = [...text.normalize('NFKD').replace(/\p{M}/gu, '')].map((char) => letters[char] ?? char).join('');
  const clean = plain.replace(/\s+/g, ' ').trim();
  if (clean === '' || !/^[A-Za-z0-9/\-?:().,'+ ]+$/.test(clean)) return null;
  return clean.slice(0, max);
}

/** MsgId and EndToEndId of a reference: at most 35 characters of the same set, always the same for the same reference. */
export async function bankReference(reference: string): Promise<string> {
  const written = reference.replaceAll('_', '-');
  // A slash at the ends or doubled is not allowed in references; longer ones are hashed.
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,34}$/.test(written) && !reference.includes('-')) return written;
  const hash = await crypto.subtle.digest('SHA-256', utf8(reference));
  return `H${toHex(new Uint8Array(hash)).slice(0, 34)}`;
}

/** Back from a bank's line to our reference; null when it was hashed or is not ours. */
export function referenceOf(endToEndId: string | null): string | null {
  const foreign = endToEndId === null || endToEndId === 'NOTPROVIDED' || /^H[0-9a-f]{34}$/.test(endToEndId);
  return foreign ? null : endToEndId.replaceAll('-', '_');
}

/** ISO 13616 check digits; spaces as people write them are dropped. */
export function cleanIban(text: string): string | null {
  const iban = text.replace(/\s+/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return null;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n ? iban : null;
}

export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
