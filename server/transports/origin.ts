/**
 * Cross-site request forgery: a browser names where a request comes from, and scripts cannot change these headers.
 * Callers without them are no browser, so they carry nobody's cookies by accident.
 */
export function crossSiteReason(request: Request): string | null {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return null;
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return 'cross_site_request';
  const origin = request.headers.get('origin');
  if (!origin) return null;
  if (!URL.canParse(origin)) return 'cross_site_request'; // 'null': a sandboxed document
  return new URL(origin).host === hostOf(request.headers) ? null : 'cross_site_request';
}

/** The host the browser asked for; `proxy.ts` has overwritten whatever a client sent. */
export function hostOf(headers: Headers): string {
  return (headers.get('x-forwarded-host') ?? headers.get('host') ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
}

const loopbackNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|[a-z0-9-]+\.localhost)$/;

export const isLoopback = (host: string): boolean => loopbackNames.test(host.replace(/:\d+$/, ''));

/** Plain http is believed on this machine only; anywhere else cookies are `__Host-` and need TLS. */
export function isPlainLoopback(headers: Headers): boolean {
  const proto = headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  return proto !== 'https' && isLoopback(hostOf(headers));
}
