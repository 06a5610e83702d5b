import type { Ctx } from '@/server/kernel/context';
import { fromHex, timingSafeEqual, toBytes, utf8 } from '@/server/kernel/encoding';
import { isRefusal } from '@/server/kernel/errors';
import { idFromUuid } from '@/server/kernel/ids';
import { hitLimit } from '@/server/kernel/limits';
import { readReturnLocal } from '@/server/kernel/return-path';
import { recordDelivery } from '@/server/modules/notifications';
import type { MailReport } from '@/server/modules/notifications/ports';
import { ctxOf } from './composition';
import { requestFacts } from './session';

const bytesMax = 5_000_000;
const skewMs = 5 * 60_000;
const answer = (status: number, outcome: string): Response => Response.json({ outcome }, { status });

/** `x-signature: t=<seconds>,v1=<hex>`: HMAC-SHA-256 over `<seconds>.` and the raw message. */
async function isSigned(header: string, body: Uint8Array, secret: string, now: Date): Promise<boolean> {
  const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!seconds || !given || Math.abs(Number(seconds) * 1_000 - now.getTime()) > skewMs) return false;
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = new Uint8Array([...utf8(`${seconds}.`), ...body]);
  return timingSafeEqual(new Uint8Array(await crypto.subtle.sign('HMAC', key, signed)), fromHex(given));
}

/** What a report says of a message, in the words every provider's reports are told in; null when it says nothing final. */
function deliveryOf({ kind, fault, detail, ref }: MailReport) {
  const providerRef = ref ?? 'mail report';
  if (kind === 'bounce') return { providerRef, state: 'failed' as const, fault, detail };
  if (kind === 'complaint') return { providerRef, state: 'delivered' as const, fault, detail };
  return kind === 'delivered' ? { providerRef, state: 'delivered' as const, fault: null, detail: null } : null;
}

/** Only an address that we made ourselves names a message; each report is about one. */
async function record(stranger: Ctx, report: MailReport, makeCtx: typeof ctxOf): Promise<'taken' | 'ignored'> {
  const delivery = deliveryOf(report);
  for (const local of delivery ? report.locals : []) {
    const named = await readReturnLocal(stranger.keys, local);
    if (!named || !delivery) continue;
    const { request } = stranger;
    const ctx = await makeCtx({
      tenant: { id: named.tenantId },
      credential: { kind: 'webhook', name: 'mail/report' },
      request,
    });
    try {
      await recordDelivery(ctx, { id: idFromUuid('notification', named.messageId), ...delivery });
      return 'taken';
    } catch (error) {
      if (!isRefusal(error) || error.kind !== 'not_found') throw error;
    }
  }
  stranger.log.warn('mail_report_ignored', { kind: report.kind, ref: report.ref, named: report.locals.length });
  return 'ignored';
}

/**
 * Mail that came back to the deployment's return addresses, handed in whole by its mail server. 2xx only after our rows are
 * committed: until then the mail server keeps it in its queue.
 */
export async function receiveMailReport(request: Request, makeCtx: typeof ctxOf = ctxOf): Promise<Response> {
  const secret = process.env.MAIL_INBOUND_SECRET ?? '';
  if (secret.length < 16) return answer(404, 'not_set_up');
  const facts = requestFacts(request.headers);
  const stranger = await makeCtx({ tenant: { slug: 'platform' }, credential: { kind: 'anonymous' }, request: facts });
  const raw = toBytes(new Uint8Array(await request.arrayBuffer()));
  if (raw.length > bytesMax) return answer(413, 'body_too_large');
  try {
    if (!(await isSigned(request.headers.get('x-signature') ?? '', raw, secret, stranger.clock.now()))) {
      await hitLimit(stranger, `inbound-mail/${facts.ip ?? 'nowhere'}`, 30, 60);
      stranger.log.warn('mail_report_not_signed', {});
      return answer(401, 'not_signed');
    }
    const report = await stranger.ports.mailReports.read(raw).catch(() => null);
    return answer(200, report ? await record(stranger, report, makeCtx) : 'ignored');
  } catch (error) {
    if (isRefusal(error) && error.kind === 'rate_limited') return answer(429, error.reason);
    stranger.log.error('mail_report', error, {});
    return answer(503, 'try_again');
  }
}
