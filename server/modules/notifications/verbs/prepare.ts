import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { currentConsents } from '@/server/modules/clients';
import { definitionOf, tellings } from '../catalogue';
import { Happened, Parcel, Said } from '../contract';
import { readSubject } from '../facts';
import { isWelcome, topicOf } from '../marketing';
import { type Look, lookOf } from '../recipients';
import { claimDue, countDue, type NotificationRow, updateNotification } from '../repository';
import { unsubscribeUrl } from '../unsubscribing';
import { footOf, languageOf } from '../words';
import { type Chosen, tell, textProvider, wordsPlace } from './drafts';

const minuteMs = 60_000;
/** So long a sender may take before somebody else may send; then the same message id goes out again. */
const claimMs = 2 * minuteMs;
const youngMs = 24 * 60 * minuteMs;
const batchMax = 50;

async function choose(read: Read, { event, data }: z.output<typeof Happened>): Promise<Chosen | null> {
  const telling = Object.hasOwn(tellings, event) ? tellings[event] : undefined;
  const objectId = telling && data[telling.idIn];
  if (!telling || !objectId) throw new Refusal('invalid', 'event_tells_nothing', { field: 'event' });
  const subject = await readSubject(read, telling.of, objectId);
  const isYoung = subject.since !== null && read.now.getTime() - subject.since.getTime() < youngMs;
  const message = telling.choose({ state: subject.state, isYoung });
  return message && { message, def: definitionOf(message), subject, objectType: telling.of, objectId };
}

/** Who has said no between the writing and the sending is not written to. */
async function stillWelcome(uow: Uow, rows: readonly NotificationRow[]): Promise<NotificationRow[]> {
  const kept: NotificationRow[] = [];
  const asked = rows.flatMap(({ message, clientId }) => (topicOf(message) && clientId ? [clientId] : []));
  const consents = await currentConsents(uow, asked);
  for (const row of rows) {
    const topic = topicOf(row.message);
    if (!topic || (row.clientId && isWelcome(consents.get(row.clientId) ?? [], row.channel, topic))) kept.push(row);
    else
      await updateNotification(uow, row.id, {
        state: 'suppressed',
        nextAt: null,
        tryingSince: null,
        problem: 'unsubscribed meanwhile',
      });
  }
  return kept;
}

/** Opens claimed rows for sending. What was erased meanwhile has no words and is not sent. */
async function parcelsOf(read: Read, rows: readonly NotificationRow[]): Promise<Parcel[]> {
  const looks = new Map<string, Look>();
  const hasTexts = rows.some(({ channel }) => channel === 'sms');
  const connectionId = hasTexts ? await textProvider(read) : null;
  const parcels: Parcel[] = [];
  for (const row of rows) {
    const text = await openText(read, wordsPlace(row.id), row.words);
    if (text === null) continue;
    const brand = looks.get(row.brandId ?? '') ?? (await lookOf(read, row.brandId));
    looks.set(row.brandId ?? '', brand);
    parcels.push({
      id: row.id,
      channel: Parcel.shape.channel.parse(row.channel),
      language: row.language,
      brand: { name: brand.name, color: brand.color, senderEmail: brand.senderEmail },
      foot: footOf(languageOf(row.language), brand.name),
      said: Said.parse(JSON.parse(text)),
      connectionId,
      message: row.message,
      unsubscribeUrl: topicOf(row.message) ? await unsubscribeUrl(read, row.id) : null,
      subscriptionId: row.subscriptionId,
      since: row.createdAt,
      // Set by this very claim, there was no earlier try.
      unclearSince: row.tryingSince && row.tryingSince < read.now ? row.tryingSince : null,
    });
  }
  return parcels;
}

const Parcels = z.object({ parcels: z.array(Parcel) });

/** Writes down who is told what of an event, and hands out what is to be sent. Said again, it hands out what is still due. */
export const prepareMessages = command({
  name: 'notifications.message.prepare',
  actors: ['job'],
  input: Happened,
  output: Parcels,
  run: async (uow, happened) => {
    const { eventId, event } = happened;
    const chosen = await choose(uow, happened);
    const added = chosen ? await tell(uow, eventId, chosen) : [];
    const due = await claimDue(uow, { eventId, limit: batchMax }, new Date(uow.now.getTime() + claimMs));
    const clientId = chosen?.def.audience === 'client' ? chosen.subject.clientId : null;
    uow.audit({
      object: { type: 'notification', id: added[0] ?? eventId },
      ...(clientId ? { client: clientId } : {}),
      ...(chosen ? { thread: chosen.objectId } : {}),
      facts: { event, message: chosen?.message ?? null, added: added.length, sending: due.length },
    });
    return { parcels: await parcelsOf(uow, await stillWelcome(uow, due)) };
  },
});

export const countDueMessages = query({
  name: 'notifications.message.count_due',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ due: z.number().int() }),
  run: async (read) => ({ due: await countDue(read) }),
});

/** What a provider would not take, and what a sender that died had claimed: taken again until it is sent. */
export const claimMessages = command({
  name: 'notifications.message.claim',
  actors: ['job'],
  input: z.object({}),
  output: Parcels,
  run: async (uow) => {
    const due = await claimDue(uow, { limit: batchMax }, new Date(uow.now.getTime() + claimMs));
    uow.audit({ object: { type: 'notification', id: due[0]?.id ?? 'due' }, facts: { claimed: due.length } });
    return { parcels: await parcelsOf(uow, await stillWelcome(uow, due)) };
  },
});
