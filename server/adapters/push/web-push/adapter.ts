import webPush from 'web-push';
import type { PushNote, PushPort, PushResult } from '@/server/modules/notifications/ports';
import { type OutboundFetch, outboundErrorIn } from '../../http/outbound';

/** Encryption and signature are the library's (RFC 8291, 8292); the call goes out by our guarded way, which it has no setting for. */
export function createWebPushAdapter({ http }: { readonly http: OutboundFetch }): Pick<PushPort, 'send'> {
  return {
    send: async (note) => {
      let request: ReturnType<typeof webPush.generateRequestDetails>;
      try {
        request = requestOf(note);
      } catch (error) {
        return { outcome: 'refused', detail: error instanceof Error ? error.message : String(error) };
      }
      try {
        const { method, headers, body, endpoint } = request;
        return resultOf(await http(endpoint, { method, headers: textOnly(headers), body: new Uint8Array(body ?? []) }));
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        const outbound = outboundErrorIn(error);
        if (outbound?.kind === 'refused') return { outcome: 'refused', detail };
        return outbound && !outbound.sent
          ? { outcome: 'deferred', detail, retryAfterMs: null }
          : { outcome: 'unknown', detail };
      }
    },
  };
}

const requestOf = ({ endpoint, p256dh, auth, payload, vapid, ttlSeconds, isUrgent, topic }: PushNote) =>
  webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: vapid,
    TTL: ttlSeconds,
    contentEncoding: 'aes128gcm',
    urgency: isUrgent ? 'high' : 'normal',
    topic,
  });

/** The library hands numbers over too. */
const textOnly = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** RFC 8030: 404 and 410 end a subscription, 429 names a time, 413 and 400 will not get better. */
async function resultOf(response: Response): Promise<PushResult> {
  const { status } = response;
  const words = (await response.text()).replace(/\s+/g, ' ').slice(0, 200);
  const detail = words ? `HTTP ${status}: ${words}` : `HTTP ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (status === 404 || status === 410) return { outcome: 'gone', detail };
  if (status === 429 || status >= 500) return { outcome: 'deferred', detail, retryAfterMs: waitOf(response) };
  return { outcome: 'refused', detail };
}

/** RFC 9110 10.2.3: seconds, or a date by the service's own clock. */
function waitOf({ headers }: Response): number | null {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(said)) return Number(said) * 1_000;
  const [until, now] = [Date.parse(said), Date.parse(headers.get('date') ?? '')];
  return Number.isNaN(until) || Number.isNaN(now) ? null : Math.max(0, until - now);
}
