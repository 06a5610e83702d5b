import { toBase58 } from '@/server/kernel/encoding';
import { type Id, isId } from '@/server/kernel/ids';
import type { KeyRing } from '@/server/kernel/keys';

/** `bos_live_<id>_<secret>`: the id finds the row, 256 random bits prove it. Scanners of leaked keys know the prefix. */
const pattern = /^bos_(live|test)_([0-9a-z]{26})_([1-9A-HJ-NP-Za-km-z]{32,44})$/;

export type PresentedKey = {
  readonly environment: 'live' | 'test';
  readonly id: Id<'apiKey'>;
  readonly secret: string;
};

export function readApiKey(text: string): PresentedKey | null {
  const [, environment, suffix, secret] = pattern.exec(text) ?? [];
  const id = `key_${suffix}`;
  if (!secret || !isId('apiKey', id)) return null;
  return { environment: environment === 'live' ? 'live' : 'test', id, secret };
}

/** A secret of full entropy needs no slow hash; the pepper makes a stolen table useless. */
export const apiKeyHash = (keys: KeyRing, id: Id<'apiKey'>, secret: string): Promise<string> =>
  keys.pepper('api-key', `${id}/${secret}`);

export function makeApiKey(id: Id<'apiKey'>, environment: 'sandbox' | 'live'): { secret: string; text: string } {
  const secret = toBase58(crypto.getRandomValues(new Uint8Array(32)));
  return { secret, text: `bos_${environment === 'live' ? 'live' : 'test'}_${id.slice('key_'.length)}_${secret}` };
}
