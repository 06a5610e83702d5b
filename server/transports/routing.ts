import type { HostMeaning } from './hosts';

/** What a request becomes once its host is understood. Pure, so that every case is a line of a test. */
export type Route =
  | { readonly to: 'pass'; readonly headers: Readonly<Record<string, string>> }
  | { readonly to: 'rewrite'; readonly path: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly to: 'redirect'; readonly path: string }
  | { readonly to: 'refuse'; readonly status: 404 | 421 };

/** Answered on any host: a load balancer asks by address, and the token or signature inside decides. */
const hostless = /^\/(api\/health|metrics|api\/inngest)(\/|$)/;
/** What belongs to the platform's own site. */
const platformOnly = /^\/(platform|sign-up|onboarding)(\/|$)/;

export function routeOf(path: string, meaning: HostMeaning): Route {
  if (meaning.kind === 'platform' || hostless.test(path)) return { to: 'pass', headers: {} };
  if (meaning.kind === 'unknown') return { to: 'refuse', status: 421 };
  // On a brand's domain the host says whose it is; whatever the page or a caller claims is overwritten.
  const headers = { 'x-tenant': meaning.slug, 'x-brand': meaning.brand };
  if (path.startsWith('/api/') || path.startsWith('/_next/')) return { to: 'pass', headers };
  if (platformOnly.test(path)) return { to: 'refuse', status: 404 };
  const own = `/t/${meaning.slug}`;
  if (path === own || path.startsWith(`${own}/`)) return { to: 'redirect', path: path.slice(own.length) || '/' };
  if (path.startsWith('/t/')) return { to: 'refuse', status: 404 };
  if (/\.[a-z0-9]{2,5}$/.test(path)) return { to: 'pass', headers };
  return { to: 'rewrite', path: path === '/' ? `${own}/portal` : `${own}${path}`, headers };
}
