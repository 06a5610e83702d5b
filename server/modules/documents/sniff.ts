export const contentTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic'] as const;
export type ContentType = (typeof contentTypes)[number];

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Brands of ISO base media files that hold HEIF still pictures (ISO/IEC 23008-12). */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1']);

/** What the bytes are, whatever name or type they came with; null when it is nothing we accept. */
export function sniff(bytes: Uint8Array): ContentType | null {
  if (bytes.length < 12) return null;
  if (ascii(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(bytes, 4, 8) === 'ftyp' && heicBrands.has(ascii(bytes, 8, 12))) return 'image/heic';
  return null;
}

const extensions: Record<ContentType, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
};

/** A name that is safe in a header and on a disk, with the ending of what the file really is. */
export function safeName(name: string, type: ContentType): string {
  const base = name.split(/[/\\]/).pop() ?? '';
  const bare = base
    .replace(/\.[^.]{1,8}$/, '')
    .replaceAll(/[^\p{L}\p{N} ._()-]+/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100);
  return `${bare || 'document'}.${extensions[type]}`;
}
