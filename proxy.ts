import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, securityHeaders } from '@/app/_ui/security-headers';
import { filePolicy, isFilePath } from '@/server/transports/file-policy';
import { meaningOf } from '@/server/transports/hosts';
import { isPlainLoopback } from '@/server/transports/origin';
import { routeOf } from '@/server/transports/routing';
import { deviceCookie } from '@/server/transports/session';

const isDevelopment = process.env.NODE_ENV === 'development';
const aYear = 365 * 24 * 3_600;

/** Every request: which host, whose tenant, a fresh nonce for this page's scripts, then the headers that keep a browser honest. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  // What is set here stands before what a route says, so a file's own policy is set here too.
  const policy = isFilePath(request.nextUrl.pathname) ? filePolicy : contentSecurityPolicy(nonce, isDevelopment);
  const headers = ownHeaders(request);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = await respond(request, headers);
  rememberDevice(request, response, headers);
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
}

/** What later code believes about a request is written here, over whatever a client sent under those names. */
function ownHeaders(request: NextRequest): Headers {
  const headers = new Headers(request.headers);
  const isBehindProxy = process.env.TRUSTED_PROXY_HOPS !== undefined;
  const forwarded = isBehindProxy ? request.headers.get('x-forwarded-host') : null;
  headers.set('x-forwarded-host', (forwarded ?? request.headers.get('host') ?? '').toLowerCase());
  if (!isBehindProxy) headers.set('x-forwarded-proto', request.nextUrl.protocol.replace(':', ''));
  headers.set('x-pathname', request.nextUrl.pathname);
  headers.delete('x-brand');
  headers.delete('x-middleware-subrequest');
  return headers;
}

async function respond(request: NextRequest, headers: Headers): Promise<NextResponse> {
  const host = headers.get('x-forwarded-host') ?? '';
  const route = routeOf(request.nextUrl.pathname, await meaningOf(host, performance.now()));
  switch (route.to) {
    case 'refuse':
      return new NextResponse(route.status === 421 ? 'Misdirected Request' : 'Not Found', { status: route.status });
    case 'redirect':
      return NextResponse.redirect(new URL(`${route.path}${request.nextUrl.search}`, `https://${host}`), 308);
    case 'pass':
      for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
      return NextResponse.next({ request: { headers } });
    case 'rewrite': {
      for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
      const url = request.nextUrl.clone();
      url.pathname = route.path;
      return NextResponse.rewrite(url, { request: { headers } });
    }
  }
}

/** A random name for this browser: recorded at registration, sign-in, deposit and withdrawal, and good for nothing else. */
function rememberDevice(request: NextRequest, response: NextResponse, headers: Headers): void {
  const secure = !isPlainLoopback(headers);
  const name = secure ? `__Host-${deviceCookie}` : deviceCookie;
  if (request.cookies.has(name) || request.nextUrl.pathname.startsWith('/api/')) return;
  response.cookies.set(name, crypto.randomUUID(), {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: aYear,
  });
}

export const config = {
  // The framework's own files and its development socket carry no document: they need neither nonce nor policy.
  matcher: ['/((?!_next/|favicon.ico|icon.svg).*)'],
};
