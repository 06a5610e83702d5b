import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { type Id, isId, uuidFromId } from '@/server/kernel/ids';
import { hitLimit } from '@/server/kernel/limits';
import { recordDelivery } from '@/server/modules/notifications';
import { applyKycHint } from '@/server/modules/onboarding';
import { applyPspEvent } from '@/server/modules/payments';
import { ctxOf } from './composition';
import { requestFacts } from './session';

const bytesMax = 1_000_000;

type Delivery = {
  readonly tenantId: string;
  readonly connectionId: Id<'connection'>;
  readonly rawBody: Uint8Array;
  readonly headers: Headers;
  /** The address as the vendor was told it, whatever proxies made of it. */
  readonly url: string;
};
type Verdict = 'taken' | 'not_verified';

/** Port → who checks the vendor's signature and which verb hears of it. One line per port. */
const receivers: Readonly<Record<string, (ctx: Ctx, delivery: Delivery) => Promise<Verdict>>> = {
  async psp(ctx, { tenantId, connectionId, rawBody, headers }) {
    const port = await ctx.ports.psp.of(tenantId, connectionId);
    const parsed = await port.parseWebhook(rawBody, headers);
    if (!parsed.verified) return 'not_verified';
    for (const event of parsed.events) await applyPspEvent(ctx, event, connectionId);
    return 'taken';
  },
  async kyc(ctx, { tenantId, connectionId, rawBody, headers }) {
    const port = await ctx.ports.kyc.of(tenantId, connectionId);
    const hint = await port.parseWebhook(rawBody, headers);
    if (!hint.verified) return 'not_verified';
    await applyKycHint(ctx, connectionId, hint);
    return 'taken';
  },
  async sms(ctx, { tenantId, connectionId, rawBody, headers, url }) {
    const port = await ctx.ports.sms.of(tenantId, connectionId);
    const status = await port.parseStatus(url, rawBody, headers);
    if (!status.verified) return 'not_verified';
    const message = new URL(url).searchParams.get('message') ?? '';
    const id = isId('notification', message) ? message : null;
    if (status.report) {
      const { ref: providerRef, ...report } = status.report;
      await recordDelivery(ctx, { id, providerRef, ...report });
    }
    return 'taken';
  },
};

/**
 * A vendor calls: the raw bytes go to the adapter that knows its signature. 2xx only after our rows are committed, so that
 * the vendor's own retries are our queue; an unsigned call learns nothing but that.
 */
export async function receiveWebhook(
  request: Request,
  place: { port: string; connection: string },
  makeCtx: typeof ctxOf = ctxOf,
): Promise<Response> {
  const facts = requestFacts(request.headers);
  const receive = receivers[place.port];
  const { connection } = place;
  if (!receive || !isId('connection', connection)) return answer(404, 'no_such_webhook');
  const stranger = await makeCtx({ tenant: { slug: 'platform' }, credential: { kind: 'anonymous' }, request: facts });
  const found = await resolve(stranger, connection);
  if (found?.port !== place.port) return answer(404, 'no_such_webhook');
  const rawBody = new Uint8Array(await request.arrayBuffer());
  if (rawBody.length > bytesMax) return answer(413, 'body_too_large');
  const ctx = await makeCtx({
    tenant: { id: found.tenant },
    credential: { kind: 'webhook', name: `${found.port}/${found.vendor}` },
    request: facts,
  });
  try {
    const verdict = await receive(ctx, {
      tenantId: found.tenant,
      connectionId: connection,
      rawBody,
      headers: request.headers,
      url: toldUrl(ctx, request),
    });
    if (verdict === 'taken') return answer(200, 'taken');
    await hitLimit(stranger, `webhook/${connection}/${facts.ip ?? 'nowhere'}`, 30, 60);
    ctx.log.warn('webhook_not_verified', { port: place.port, connection });
    return answer(401, 'not_verified');
  } catch (error) {
    if (isRefusal(error) && error.kind === 'rate_limited') return answer(429, error.reason);
    // The vendor tries again; what we refuse today (an object not yet there) may be right in a minute.
    ctx.log.error('webhook', error, { port: place.port, connection });
    return answer(isRefusal(error) && error.kind === 'not_found' ? 404 : 503, 'try_again');
  }
}

function toldUrl(ctx: Ctx, request: Request): string {
  const { pathname, search } = new URL(request.url);
  return `${ctx.ports.site.origin}${pathname}${search}`;
}

const answer = (status: number, outcome: string): Response => Response.json({ outcome }, { status });

type Resolved = { tenant: string; port: string; vendor: string };

async function resolve(ctx: Ctx, id: Id<'connection'>): Promise<Resolved | null> {
  const connection = await ctx.database.acquire();
  try {
    const { rows } = await connection.query({ text: 'select resolve_connection($1) as found' }, [
      uuidFromId('connection', id),
    ]);
    connection.release();
    return rows[0]?.found as Resolved | null; // shape fixed by resolve_connection
  } catch (error) {
    connection.release(error as Error);
    throw error;
  }
}
