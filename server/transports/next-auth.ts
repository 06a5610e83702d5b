import NextAuth, { type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type { Surface } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { openSession } from '@/server/modules/identity';
import { ctxOf, house } from './composition';
import { crossSiteReason, isPlainLoopback } from './origin';
import { callerOf, cookieName, isSurface, platformSlug, requestFacts, sessionSecret } from './session';

const cookieSeconds = 24 * 3_600;

// The host is what proxy.ts wrote; NEXTAUTH_URL stays unset, because one process answers for many hosts.
process.env.AUTH_TRUST_HOST ??= '1';

type Place = { surface: Surface; slug: string };

function placeOf(headers: Headers): Place {
  const surface = headers.get('x-surface');
  return { surface: isSurface(surface) ? surface : 'portal', slug: headers.get('x-tenant') ?? platformSlug };
}

/** The one provider: every way to prove oneself ends in a ticket, and a ticket becomes a session here. */
function ticketProvider(headers: Headers, { slug }: Place) {
  return Credentials({
    id: 'ticket',
    name: 'ticket',
    credentials: { ticket: {} },
    async authorize(given) {
      const ticket = given?.ticket;
      if (!ticket) return null;
      const ctx = await ctxOf({ tenant: { slug }, credential: { kind: 'anonymous' }, request: requestFacts(headers) });
      try {
        const { sessionId } = await openSession(ctx, { ticket });
        return { id: sessionId };
      } catch (error) {
        if (isRefusal(error)) return null; // a refused ticket is an answer; the reason is in our own log
        throw error;
      }
    },
  });
}

async function optionsFor(headers: Headers, place: Place): Promise<NextAuthOptions> {
  const secure = !isPlainLoopback(headers);
  const prefix = secure ? '__Host-' : '';
  const cookie = (name: string) => ({ name, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const });
  const { log } = await house();
  return {
    secret: await sessionSecret(),
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: cookieSeconds },
    providers: [ticketProvider(headers, place)],
    pages: { signIn: '/', signOut: '/', error: '/' },
    cookies: {
      sessionToken: cookie(cookieName(place.surface, place.slug, headers)),
      csrfToken: cookie(`${prefix}bos-csrf`),
      callbackUrl: cookie(`${prefix}bos-callback`),
    },
    callbacks: {
      // Nothing but the id: whatever else a token said could be out of date.
      jwt: async ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: async ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code) => log.warn('next_auth', { code }),
      warn: (code) => log.debug('next_auth', { code }),
      debug: () => undefined,
    },
  };
}

type RouteContext = { params: Promise<{ nextauth: string[] }> };

export async function handleAuth(request: Request, context: RouteContext): Promise<Response> {
  const reason = crossSiteReason(request);
  if (reason) return Response.json({ error: reason }, { status: 403 });
  const { tenant } = await callerOf(request.headers);
  const place = { ...placeOf(request.headers), slug: tenant.slug };
  return NextAuth(request as never, context as never, await optionsFor(request.headers, place)) as Promise<Response>; // typed for the pages router
}
