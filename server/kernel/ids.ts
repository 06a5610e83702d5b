import { z } from 'zod';
import { type Id, type IdKind, idFromUuid, idPrefixes, isId } from '@/db/schema/_ids';
import type { Clock, Rng } from './clock';

export { type Id, type IdKind, idFromUuid, idPrefixes, isId, uuidFromId } from '@/db/schema/_ids';

/** Zod schema of one kind of id; a wrong kind names the field like any other bad input. */
export function idSchema<K extends IdKind>(kind: K) {
  return z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), {
    message: `must be an id that begins with ${idPrefixes[kind]}_`,
  });
}

export function newId<K extends IdKind>(kind: K, clock: Clock, rng: Rng): Id<K> {
  return idFromUuid(kind, uuidv7(clock, rng));
}

/** RFC 9562 UUID version 7 from the injected clock and rng, so that simulations replay. */
export function uuidv7(clock: Clock, rng: Rng): string {
  const bytes = rng.bytes(16);
  const ms = BigInt(clock.now().getTime());
  for (let i = 0; i < 6; i += 1) bytes[i] = Number((ms >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
