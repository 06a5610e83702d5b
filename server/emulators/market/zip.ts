import { inflateRawSync } from 'node:zlib';

export type ZipEntry = { readonly name: string; read(): Buffer };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MAX_32 = 0xffffffff;
const ZIP64_EXTRA = 0x0001;

/** Entries of a zip archive by its central directory (APPNOTE 4.3). Stored and deflated only; encryption is refused. */
export function readZip(archive: Buffer): ZipEntry[] {
  const end = findEndOfDirectory(archive);
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count === 0xffff || at === MAX_32) throw new Error('a zip64 directory is not supported');
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`broken zip directory at byte ${at}`);
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const header = at;
    entries.push({ name, read: () => readEntry(archive, header, name) });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function findEndOfDirectory(archive: Buffer): number {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new Error('not a zip archive: no end of central directory');
}

type Placement = { readonly size: number; readonly packed: number; readonly local: number };

/** Sizes and place of an entry; streaming writers leave them to the zip64 extra field even for small files (4.5.3). */
function placementOf(archive: Buffer, header: number): Placement {
  const fields = [
    archive.readUInt32LE(header + 24),
    archive.readUInt32LE(header + 20),
    archive.readUInt32LE(header + 42),
  ];
  let at = header + 46 + archive.readUInt16LE(header + 28);
  const end = at + archive.readUInt16LE(header + 30);
  while (at + 4 <= end && archive.readUInt16LE(at) !== ZIP64_EXTRA) at += 4 + archive.readUInt16LE(at + 2);
  let wide = at + 4;
  const [size = 0, packed = 0, local = 0] = fields.map((field) => {
    if (field !== MAX_32) return field;
    if (wide + 8 > end) throw new Error('a zip64 size is missing');
    wide += 8;
    return Number(archive.readBigUInt64LE(wide - 8));
  });
  return { size, packed, local };
}

function readEntry(archive: Buffer, header: number, name: string): Buffer {
  const flags = archive.readUInt16LE(header + 8);
  const method = archive.readUInt16LE(header + 10);
  const { size, packed, local } = placementOf(archive, header);
  if (flags & 1) throw new Error(`${name} is encrypted`);
  if (archive.readUInt32LE(local) !== LOCAL_HEADER) throw new Error(`${name} has no local header`);
  // The local header repeats name and extra field with lengths of its own.
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw new Error(`${name} uses compression method ${method}`);
  const content = method === 0 ? Buffer.from(data) : inflateRawSync(data);
  if (content.length !== size) throw new Error(`${name} is ${content.length} bytes, the directory says ${size}`);
  return content;
}
