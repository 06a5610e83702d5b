import { isRefusal } from '@/server/kernel/errors';
import { unsubscribe } from '@/server/modules/notifications';
import { ctxOf } from './composition';
import { requestFacts } from './session';

const plain = (status: number, text: string): Response => new Response(text, { status });

/**
 * A mail program's own button (RFC 8058): one POST without cookies, sign-in or redirect. Who posts it twice hears the same.
 */
export async function stopByOneClick(
  request: Request,
  tenant: string,
  makeCtx: typeof ctxOf = ctxOf,
): Promise<Response> {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const body = new URLSearchParams((await request.text()).slice(0, 1_000));
  if (body.get('List-Unsubscribe') !== 'One-Click') return plain(400, 'List-Unsubscribe=One-Click is expected');
  const facts = requestFacts(request.headers);
  const ctx = await makeCtx({ tenant: { slug: tenant }, credential: { kind: 'anonymous' }, request: facts });
  try {
    await unsubscribe(ctx, { token, isOneClick: true });
    return plain(200, 'Stopped');
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return plain(error.kind === 'rate_limited' ? 429 : 400, error.reason);
  }
}
