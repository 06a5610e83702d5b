import type { Ctx } from '@/server/kernel/context';
import { isRefusal, type Refusal } from '@/server/kernel/errors';
import { type Id, isId } from '@/server/kernel/ids';
import { lookAtOurs, receiveSignOn } from '@/server/modules/sso';
import { ctxOf } from './composition';
import { requestFacts } from './session';

const bytesMax = 500_000;
const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

type Place = { readonly tenant: string; readonly connection: string; readonly what: string };
type Answered = Parameters<typeof receiveSignOn>[1]['answer'];

/**
 * Where identity providers send browsers back to, and where they read our metadata. Nothing here believes a cookie: what
 * came back counts in the browser that began, which alone has the other half (`sso.sign_in.finish`).
 */
export async function handleSignOn(request: Request, place: Place, makeCtx: typeof ctxOf = ctxOf): Promise<Response> {
  const { tenant, connection: id, what } = place;
  if (!slugPattern.test(tenant) || !isId('ssoConnection', id)) return text(404, 'not found');
  const ctx = await makeCtx({
    tenant: { slug: tenant },
    credential: { kind: 'anonymous' },
    request: requestFacts(request.headers),
  });
  if (what === 'metadata' && request.method === 'GET') return metadata(ctx, id);
  if (what === 'callback') return callback(ctx, id, tenant, request);
  return text(404, 'not found');
}

async function metadata(ctx: Ctx, id: Id<'ssoConnection'>): Promise<Response> {
  try {
    const { protocol, ...ours } = await lookAtOurs(ctx, { id });
    if (protocol !== 'saml') return text(404, 'not found');
    const headers = { 'content-type': 'application/samlmetadata+xml', 'x-content-type-options': 'nosniff' };
    return new Response(await ctx.ports.signOn.saml.ourMetadata(ours), { headers });
  } catch (error) {
    if (isRefusal(error)) return text(404, 'not found');
    throw error;
  }
}

async function callback(ctx: Ctx, id: Id<'ssoConnection'>, tenant: string, request: Request): Promise<Response> {
  const site = ctx.ports.site.origin;
  const back = (origin: string, fields: Record<string, string>) => {
    // On a brand's own host its name is not in the path.
    const page = new URL(`${origin === site ? `/t/${tenant}` : ''}/desk/sign-in/sso`, origin);
    for (const [name, value] of Object.entries(fields)) page.searchParams.set(name, value);
    return new Response(null, { status: 303, headers: { location: page.href, 'cache-control': 'no-store' } });
  };
  const refused = (origin: string, { reason, detail }: Refusal) => {
    const { domain } = detail.params ?? {};
    return back(origin, { refused: reason, ...(typeof domain === 'string' ? { domain } : {}) });
  };
  try {
    const { state, answer } = await read(ctx, request);
    const outcome = await receiveSignOn(ctx, { id, state, answer });
    if (!outcome) return back(site, { refused: 'sso_not_asked_for' });
    return 'proof' in outcome
      ? back(outcome.origin, { proof: outcome.proof })
      : refused(outcome.origin, outcome.refusal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.kind === 'invalid' ? back(site, { refused: 'sso_not_asked_for' }) : refused(site, error);
  }
}

async function read(ctx: Ctx, request: Request): Promise<{ state: string; answer: Answered }> {
  const url = new URL(request.url);
  if (request.method === 'GET') {
    // As the provider was told it, whatever proxies made of it: the library compares addresses.
    const told = `${ctx.ports.site.origin}${url.pathname}${url.search}`;
    return { state: url.searchParams.get('state') ?? '', answer: { by: 'redirect', url: told } };
  }
  const body = await request.arrayBuffer();
  const form = new URLSearchParams(body.byteLength > bytesMax ? '' : new TextDecoder().decode(body));
  return {
    state: form.get('RelayState') ?? '',
    answer: { by: 'post', response: form.get('SAMLResponse') ?? '' },
  };
}

const text = (status: number, words: string) => new Response(words, { status });
