import type { RequestFacts } from '@/server/kernel/context';
import { deviceName } from '@/server/kernel/device-name';

export type Trace = {
  readonly deviceId: string | null;
  readonly userAgent: string | null;
  readonly country: string | null;
};
export type Trait = 'device' | 'browser' | 'country';

/**
 * What of this sign-in was never seen of the person. His first sign-in is compared with nothing: he has just made the account.
 * Whoever hides his device is a stranger each time; a call within the house has no facts at all.
 */
export function strangeIn({ ip, userAgent, deviceId, country }: RequestFacts, seen: readonly Trace[]): Trait[] {
  if (seen.length === 0 || (!ip && !userAgent && !deviceId)) return [];
  const browser = deviceName(userAgent ?? null);
  const countries = seen.flatMap((one) => one.country ?? []);
  const isKnownDevice = deviceId !== undefined && seen.some((one) => one.deviceId === deviceId);
  // A device's name in a browser it never had: the cookie was copied.
  const isKnownBrowser = seen.some((one) => deviceName(one.userAgent) === browser);
  return [
    ...(isKnownDevice ? [] : (['device'] as const)),
    ...(isKnownBrowser ? [] : (['browser'] as const)),
    ...(country && countries.length > 0 && !countries.includes(country) ? (['country'] as const) : []),
  ];
}
