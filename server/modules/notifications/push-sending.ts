import type { Ctx } from '@/server/kernel/context';
import { senderOf } from '@/server/modules/identity';
import { definitionOf } from './catalogue';
import type { Outcome, Parcel } from './contract';
import type { PushPayload } from './push-contract';
import { readPushRing } from './verbs/push';
import { MessageKeySchema } from './words-contract';

const daySeconds = 86_400;
const plain = { what: null, detail: null, providerRef: null, triedAt: null, retryAt: null };

/** Push services want to know whom to write to when we ring too much (RFC 8292 2.1). */
function contactOf({ brand }: Parcel, origin: string): string {
  const [, address] = /<([^<>]+)>$/.exec(senderOf(brand)) ?? [];
  return address?.includes('.') ? `mailto:${address}` : origin.startsWith('https:') ? origin : 'mailto:push@localhost';
}

/** One ring of one browser: a title and a page. Tried again under the same topic and tag, it rings once. */
export async function sendPush(ctx: Ctx, parcel: Parcel): Promise<Outcome> {
  const { id, said, since, subscriptionId } = parcel;
  const refused = (detail: string): Outcome => ({ ...plain, id, outcome: 'refused', what: 'message', detail });
  const ring = subscriptionId && (await readPushRing(ctx, { subscriptionId }));
  if (!ring) return refused('the browser was taken off');
  const ageSeconds = Math.floor((ctx.clock.now().getTime() - since.getTime()) / 1_000);
  if (ageSeconds >= daySeconds) return refused('too old to ring for');
  const { endpoint, p256dh, auth, publicKey, privateKey } = ring;
  const payload: PushPayload = { id, title: said.subject, path: said.url ?? '' };
  const result = await ctx.ports.push.send({
    ...{ endpoint, p256dh, auth, payload: JSON.stringify(payload) },
    vapid: { subject: contactOf(parcel, ctx.ports.site.origin), publicKey, privateKey },
    ttlSeconds: daySeconds - ageSeconds,
    isUrgent: definitionOf(MessageKeySchema.parse(parcel.message)).isUrgent ?? false,
    topic: id.slice(id.indexOf('_') + 1),
  });
  switch (result.outcome) {
    case 'accepted':
      return { ...plain, id, outcome: 'accepted' };
    case 'gone':
      return { ...plain, id, outcome: 'refused', what: 'address', detail: result.detail };
    case 'refused':
      return refused(result.detail);
    case 'deferred': {
      const { detail, retryAfterMs } = result;
      const retryAt = retryAfterMs === null ? null : new Date(ctx.clock.now().getTime() + retryAfterMs);
      return { ...plain, id, outcome: 'deferred', detail, retryAt };
    }
    case 'unknown':
      return { ...plain, id, outcome: 'unknown', detail: result.detail };
  }
}
