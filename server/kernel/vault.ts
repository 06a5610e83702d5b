import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { dataKey } from '@/db/schema/_kernel';
import { fromBase64Url, toBase64Url, toBytes } from './encoding';
import { InvariantError } from './errors';
import type { Read, Uow } from './uow';

/** Where a secret value stands: bound into the cipher text, so a value moved to another row does not open. */
export type Place = { readonly table: string; readonly column: string; readonly row: string };

const aesName = 'AES-GCM';
const opened = new Map<string, CryptoKey>();
const openedMax = 2_000;

function remember(name: string, key: CryptoKey): CryptoKey {
  if (opened.size >= openedMax) opened.delete(opened.keys().next().value ?? '');
  opened.set(name, key);
  return key;
}

const importKey = (raw: Uint8Array) =>
  crypto.subtle.importKey('raw', toBytes(raw), aesName, false, ['encrypt', 'decrypt']);

async function newestKey(read: Read, subject: string): Promise<{ version: number; key: CryptoKey } | null> {
  const [row] = await read.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.subject, subject), isNull(dataKey.destroyedAt)))
    .orderBy(desc(dataKey.version))
    .limit(1);
  if (!row) return null;
  return { version: row.version, key: await unwrapped(read, row) };
}

/** The cache is keyed by the wrapped text too: a key made in a transaction that rolled back must not be found again. */
async function unwrapped(read: Read, row: typeof dataKey.$inferSelect): Promise<CryptoKey> {
  const name = `${read.tenant.id}/${row.subject}/${row.wrapped}`;
  return opened.get(name) ?? remember(name, await importKey(await read.ctx.keys.unwrap(row.wrapped)));
}

async function keyForWriting(uow: Uow, subject: string): Promise<{ version: number; key: CryptoKey }> {
  const present = await newestKey(uow, subject);
  if (present) return present;
  const wrapped = await uow.ctx.keys.wrap(crypto.getRandomValues(new Uint8Array(32)));
  // Destroyed versions stay as rows, and their numbers taken: whoever is written about after his erasure gets a new key.
  const version = sql<number>`(select coalesce(max(k.version), 0) + 1 from data_key k where k.subject = ${subject})`;
  await uow.db.insert(dataKey).values({ subject, version, wrapped, createdAt: uow.now }).onConflictDoNothing();
  const made = await newestKey(uow, subject);
  if (!made) throw new InvariantError('a data key was just written and is not there');
  return made;
}

const additionalData = (read: Read, place: Place) =>
  toBytes([read.tenant.id, place.table, place.column, place.row].join('\n'));

/** Encrypts for a tenant (`subject = 'tenant'`) or a person (`person:<id>`), whose key can be destroyed to erase it. */
export async function seal(uow: Uow, subject: string, place: Place, plain: Uint8Array | string): Promise<string> {
  const { version, key } = await keyForWriting(uow, subject);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt(
    { name: aesName, iv, additionalData: additionalData(uow, place) },
    key,
    toBytes(plain),
  );
  return ['v1', toBase64Url(toBytes(subject)), version, toBase64Url(iv), toBase64Url(new Uint8Array(bytes))].join('.');
}

/** Opens an envelope; null when its key was destroyed (the data was erased on purpose). */
export async function open(read: Read, place: Place, envelope: string): Promise<Uint8Array | null> {
  const [format, subject64, version, iv, bytes] = envelope.split('.');
  if (format !== 'v1' || !subject64 || !version || !iv || !bytes) throw new InvariantError('not an envelope of ours');
  const subject = new TextDecoder().decode(fromBase64Url(subject64));
  const key = await keyOfVersion(read, subject, Number(version));
  if (!key) return null;
  const plain = await crypto.subtle.decrypt(
    { name: aesName, iv: toBytes(fromBase64Url(iv)), additionalData: additionalData(read, place) },
    key,
    toBytes(fromBase64Url(bytes)),
  );
  return new Uint8Array(plain);
}

export async function openText(read: Read, place: Place, envelope: string): Promise<string | null> {
  const bytes = await open(read, place, envelope);
  return bytes && new TextDecoder().decode(bytes);
}

async function keyOfVersion(read: Read, subject: string, version: number): Promise<CryptoKey | null> {
  const [row] = await read.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.subject, subject), eq(dataKey.version, version)));
  if (!row || row.destroyedAt) return null;
  return unwrapped(read, row);
}

/** Crypto-shredding: everything sealed for this subject becomes unreadable, here and in backups of the ciphertext. */
export async function destroySubject(uow: Uow, subject: string): Promise<void> {
  await uow.db.update(dataKey).set({ destroyedAt: uow.now, wrapped: '' }).where(eq(dataKey.subject, subject));
  for (const name of opened.keys()) if (name.startsWith(`${uow.tenant.id}/${subject}/`)) opened.delete(name);
}
