import { Refusal } from '@/server/kernel/errors';

const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Keys are relative and plain in every store, so that no key reaches outside and stores can be exchanged. */
export function checkKey(key: string): string {
  if (key.length > 512 || !key.split('/').every((part) => segment.test(part) && !part.includes('..'))) {
    throw new Refusal('invalid', 'storage_key_invalid');
  }
  return key;
}

export const objectLocked = (): Refusal => new Refusal('rejected', 'storage_object_locked');
export const unavailable = (): Refusal => new Refusal('unavailable', 'storage_unavailable');
