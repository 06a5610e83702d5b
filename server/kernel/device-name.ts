const browsers = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const;
const systems = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const;

/** "Chrome, Windows": what a person recognises. The order matters, every browser claims to be several. */
export function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const of = (list: readonly (readonly [string, RegExp])[]) => list.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const words = [of(browsers), of(systems)].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(', ') : userAgent.slice(0, 60);
}

/** Where a network is, as far as it is known: the country in the reader's language, and the address itself. */
export function placeName(country: string | null, ip: string | null, language: string): string | null {
  const named = country ? new Intl.DisplayNames([language], { type: 'region' }).of(country) : undefined;
  const parts = [named, ip ?? undefined].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : null;
}
