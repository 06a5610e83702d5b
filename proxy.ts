import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, securityHeaders } from '@/app/_ui/security-headers';

const isDevelopment = process.env.NODE_ENV === 'development';

/**
 * Every request: a fresh nonce for the scripts of this page, then the headers that keep a browser honest.
 * Whoever maps hosts to tenants changes the response in `respond` only; the headers stay last.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-pathname', request.nextUrl.pathname);
  headers.set('content-security-policy', policy);
  const response = respond(request, headers);
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of securityHeaders) response.headers.set(name, value);
  return response;
}

function respond(_request: NextRequest, headers: Headers): NextResponse {
  return NextResponse.next({ request: { headers } });
}

export const config = {
  // Hashed build files are immutable and carry no document: they need neither nonce nor policy.
  matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'],
};
