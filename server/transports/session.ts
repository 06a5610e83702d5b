import { decode } from 'next-auth/jwt';
import type { Credential, RequestFacts, Surface } from '@/server/kernel/context';
import { isId, uuidFromId } from '@/server/kernel/ids';
import { house } from './composition';
import { isPlatformHost } from './hosts';
import { isPlainLoopback } from './origin';

export const surfaces = ['portal', 'desk', 'partner', 'platform'] as const satisfies readonly Surface[];
/** The platform's own staff are staff of this tenant. */
export const platformSlug = 'platform';
export const deviceCookie = 'bos-device';

/** What one request says about its caller, before the database has been asked. */
export type Caller = {
  readonly tenant: { readonly slug: string };
  readonly credential: Credential;
  readonly request: RequestFacts;
};

const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const isSurface = (value: unknown): value is Surface => surfaces.some((surface) => surface === value);

/** One cookie per surface and tenant: signing in to a second brokerage leaves the first session alone. */
export function cookieName(surface: Surface, slug: string, headers: Headers): string {
  return `${isPlainLoopback(headers) ? '' : '__Host-'}bos-${surface}-${slug}`;
}

export function cookieOf(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return undefined;
}

/** Key of the session cookie; follows from the deployment's one secret. */
export async function sessionSecret(): Promise<string> {
  return (await house()).keys.pepper('session-cookie', 'v1');
}

/** The JWT carries a session id and nothing else that is believed: `kernel_enter` looks at our row on every request. */
export async function sessionCredential(headers: Headers, surface: Surface, slug: string): Promise<Credential> {
  const token = cookieOf(headers, cookieName(surface, slug, headers));
  if (!token) return { kind: 'anonymous' };
  const claims = await decode({ token, secret: await sessionSecret() }).catch(() => null);
  const sid = claims?.sid;
  if (typeof sid !== 'string' || !isId('session', sid)) return { kind: 'anonymous' };
  return { kind: 'session', sessionId: uuidFromId('session', sid), surface };
}

export async function callerOf(headers: Headers): Promise<Caller> {
  const slug = headers.get('x-tenant') ?? platformSlug;
  const named = headers.get('x-surface');
  const surface = isSurface(named) ? named : 'portal';
  const safeSlug = slugPattern.test(slug) ? slug : platformSlug;
  return {
    tenant: { slug: safeSlug },
    credential: await sessionCredential(headers, surface, safeSlug),
    request: requestFacts(headers),
  };
}

export function requestFacts(headers: Headers): RequestFacts {
  const ip = clientAddress(headers);
  const userAgent = headers.get('user-agent')?.slice(0, 400);
  const deviceId = cookieOf(headers, deviceCookie) ?? cookieOf(headers, `__Host-${deviceCookie}`);
  const country = countryOf(headers);
  const origin = foreignOrigin(headers);
  return {
    id: headers.get('x-request-id')?.match(/^[\w-]{8,64}$/)?.[0] ?? crypto.randomUUID(),
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
    ...(deviceId && /^[\w-]{16,64}$/.test(deviceId) ? { deviceId } : {}),
    ...(country ? { country } : {}),
    ...(origin ? { origin } : {}),
  };
}

function foreignOrigin(headers: Headers): string | undefined {
  const named = headers.get('origin');
  if (!named || !URL.canParse(named)) return undefined;
  const url = new URL(named);
  return isPlatformHost(url.host) ? undefined : url.origin;
}

/** Said by the proxy in front of us, under the name the deployment trusts; without such a setting nobody is believed. */
function countryOf(headers: Headers): string | undefined {
  const name = process.env.TRUSTED_COUNTRY_HEADER;
  const code = name ? headers.get(name)?.trim().toUpperCase() : undefined;
  // XX and T1 are the proxies' words for unknown and Tor.
  return code && /^[A-Z]{2}$/.test(code) && code !== 'XX' ? code : undefined;
}

/** The address our outermost trusted proxy saw: entries further left were written by the client. */
function clientAddress(headers: Headers): string | undefined {
  const hops = Math.max(1, Number(process.env.TRUSTED_PROXY_HOPS ?? 1) || 1);
  const chain = (headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  const address = chain.at(-Math.min(hops, chain.length));
  return address && /^[0-9a-fA-F.:]{2,45}$/.test(address) ? address : undefined;
}
