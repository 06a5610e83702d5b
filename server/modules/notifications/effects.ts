import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { returnPathOf, senderOf } from '@/server/modules/identity';
import type { Happened, Outcome, Parcel } from './contract';
import type { SmsReport } from './ports';
import { sendPush } from './push-sending';
import { claimMessages, countDueMessages, prepareMessages } from './verbs/prepare';
import { recordSending } from './verbs/settle';

type Parcels = readonly Parcel[];
type Sent = { readonly sent: number };

const plain = { what: null, detail: null, providerRef: null, triedAt: null, retryAt: null };
const minuteMs = 60_000;
/** So long a provider may take to show a text it took in its list. */
const settlingMs = 5 * minuteMs;
const notKnown = (id: Parcel['id'], error: unknown): Outcome => ({
  ...plain,
  id,
  outcome: 'unknown',
  detail: error instanceof Error ? error.name : 'error',
});

/** RFC 8058: a mail program shows its own button and posts to the address, without asking anybody to sign in. */
const stopBy = (url: string | null) =>
  url === null
    ? {}
    : { headers: { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } };

async function sendMail(ctx: Ctx, { id, brand, foot, language, said, unsubscribeUrl }: Parcel): Promise<Outcome> {
  const { to, subject, lines, action, url } = said;
  if (!to || !('id' in ctx.tenant)) throw new TypeError('a mail has an address and is sent by a job');
  const { html, text } = await ctx.ports.letters.render({
    look: brand,
    ...{ language, subject, lines, foot },
    action: action && url ? { label: action, url } : null,
    leave: unsubscribeUrl,
  });
  const mail = await ctx.ports.mail.of(ctx.tenant.id);
  // The same id at every try: a receiver drops the second copy of what he had taken before the reply was lost.
  const messageId = `${id}@notifications`;
  const back = await returnPathOf(ctx, id);
  const result = await mail.send({
    to,
    from: senderOf(brand),
    subject,
    html,
    text,
    messageId,
    ...back,
    ...stopBy(unsubscribeUrl),
  });
  const detail = 'detail' in result ? result.detail : null;
  return { ...plain, id, outcome: result.outcome, detail, what: 'what' in result ? result.what : null };
}

/** Theirs has no key of ours: a text that may have been taken is looked for, and sent again only when it surely was not. */
async function sendText(ctx: Ctx, { id, said, connectionId, since, unclearSince }: Parcel): Promise<Outcome> {
  const { to, subject: body } = said;
  if (!to || !('id' in ctx.tenant)) throw new TypeError('a text has a number and is sent by a job');
  if (!connectionId) return { ...plain, id, outcome: 'deferred', detail: 'no provider of texts is connected' };
  const sms = await ctx.ports.sms.of(ctx.tenant.id, connectionId);
  if (unclearSince) {
    const seen = await sms.find({ to, body, since });
    if (seen.found === 'unknown') return { ...plain, id, outcome: 'unknown', detail: seen.detail };
    if (seen.found === 'yes') return outcomeOf(id, seen.report);
    if (ctx.clock.now().getTime() - unclearSince.getTime() < settlingMs)
      return { ...plain, id, outcome: 'unknown', detail: 'not in the list of the provider yet' };
  }
  const triedAt = ctx.clock.now();
  const statusUrl = `${ctx.ports.site.origin}/api/webhooks/sms/${connectionId}?message=${id}`;
  const result = await sms.send({ to, body, statusUrl });
  if (result.outcome === 'accepted') return { ...plain, id, outcome: 'accepted', providerRef: result.ref };
  const { outcome, detail } = result;
  return { ...plain, id, outcome, detail, triedAt, what: outcome === 'refused' ? result.fault : null };
}

const outcomeOf = (id: Parcel['id'], { ref, state, fault, detail }: SmsReport): Outcome =>
  state === 'failed'
    ? { ...plain, id, outcome: 'refused', what: fault, detail, providerRef: ref }
    : { ...plain, id, outcome: 'accepted', providerRef: ref };

const senders = {
  email: sendMail,
  sms: sendText,
  push: sendPush,
  in_app: async () => {
    throw new TypeError('what the product shows is not sent');
  },
} as const;

/** One after the other; what one provider does to one message is nothing to the next. */
async function sendAll(ctx: Ctx, parcels: Parcels): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const parcel of parcels) {
    try {
      outcomes.push(await senders[parcel.channel](ctx, parcel));
    } catch (error) {
      ctx.log.error('message_lost', error, { notification: parcel.id });
      outcomes.push(notKnown(parcel.id, error));
    }
  }
  return outcomes;
}

const lost = (error: unknown, parcels: Parcels): Outcome[] => parcels.map(({ id }) => notKnown(id, error));

const settle = async (ctx: Ctx, _parcels: Parcels, outcomes: Outcome[]): Promise<Sent> => {
  const { settled } = await recordSending(ctx, { outcomes });
  return { sent: settled };
};

/** Tells everybody concerned of one event. */
export const tellOf = effect<Happened, Parcels, Outcome[], Sent>({
  name: 'notifications.message.send',
  begin: async (ctx, happened) => {
    const { parcels } = await prepareMessages(ctx, happened);
    return parcels.length > 0 ? parcels : null;
  },
  call: sendAll,
  lost,
  settle,
});

/** Sends what is still due. */
export const sendDue = effect<Record<never, never>, Parcels, Outcome[], Sent>({
  name: 'notifications.message.send_due',
  begin: async (ctx) => {
    const { due } = await countDueMessages(ctx, {});
    if (due === 0) return null;
    const { parcels } = await claimMessages(ctx, {});
    return parcels.length > 0 ? parcels : null;
  },
  call: sendAll,
  lost,
  settle,
});
