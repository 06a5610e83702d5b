import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { definitionOf, type MessageDef, type MessageKey, tellings } from '../catalogue';
import { Happened, Parcel, Said } from '../contract';
import { readSubject, type Subject } from '../facts';
import { type Look, lookOf, type Recipient, recipientsOf } from '../recipients';
import { addNotifications, claimDue, countDue, type NotificationRow, suppressedHashes } from '../repository';
import { footOf, languageOf } from '../words';
import { wordsFor } from './wording';

const minuteMs = 60_000;
/** So long a sender may take before somebody else may send; then the same message id goes out again. */
const claimMs = 2 * minuteMs;
const youngMs = 24 * 60 * minuteMs;
const batchMax = 50;

export const wordsPlace = (row: Id<'notification'>) => ({ table: 'notification', column: 'words', row });
export const addressHash = (read: Read, channel: string, address: string): Promise<string> =>
  read.ctx.keys.pepper(`suppression/${channel}`, address.trim().toLowerCase());

type Chosen = { message: MessageKey; def: MessageDef; subject: Subject; objectType: string; objectId: string };

async function choose(read: Read, { event, data }: z.output<typeof Happened>): Promise<Chosen | null> {
  const telling = Object.hasOwn(tellings, event) ? tellings[event] : undefined;
  const objectId = telling && data[telling.idIn];
  if (!telling || !objectId) throw new Refusal('invalid', 'event_tells_nothing', { field: 'event' });
  const subject = await readSubject(read, telling.of, objectId);
  const isYoung = subject.since !== null && read.now.getTime() - subject.since.getTime() < youngMs;
  const message = telling.choose({ state: subject.state, isYoung });
  return message && { message, def: definitionOf(message), subject, objectType: telling.of, objectId };
}

type Draft = Parameters<typeof addNotifications>[1][number];

/** One row per way to reach him, in words that will not change any more. */
async function draftsFor(uow: Uow, eventId: string, chosen: Chosen, to: Recipient, stopped: ReadonlySet<string>) {
  const { message, def, objectType, objectId } = chosen;
  const { words, version } = await wordsFor(uow, message, to);
  const reachable = def.channels.filter((channel) => channel === 'in_app' || (channel === 'email' && to.email));
  const drafts: Draft[] = [];
  for (const channel of reachable) {
    const id = uow.id('notification');
    const address = channel === 'email' ? to.email : null;
    const isStopped = address !== null && stopped.has(await addressHash(uow, channel, address));
    const said: Said = { ...words, lines: [...words.lines], to: address, url: to.url };
    const { key: recipient, clientId, userId, language } = to;
    drafts.push({
      ...{ id, eventId, message, recipient, clientId, userId, channel, language, objectType, objectId },
      brandId: to.brand.id,
      state: channel === 'in_app' ? 'delivered' : isStopped ? 'suppressed' : 'queued',
      wordsVersion: version,
      words: await seal(uow, to.subject, wordsPlace(id), JSON.stringify(said)),
      nextAt: channel === 'in_app' || isStopped ? null : uow.now,
      createdAt: uow.now,
      deliveredAt: channel === 'in_app' ? uow.now : null,
    });
  }
  return drafts;
}

async function tell(uow: Uow, eventId: string, chosen: Chosen) {
  const recipients = await recipientsOf(uow, chosen.def, chosen.subject, chosen.objectId);
  const addresses = chosen.def.channels.includes('email') ? recipients.flatMap(({ email }) => email ?? []) : [];
  const hashes = await Promise.all(addresses.map((address) => addressHash(uow, 'email', address)));
  const stopped = await suppressedHashes(uow, 'email', hashes);
  const drafts: Draft[] = [];
  for (const recipient of recipients) drafts.push(...(await draftsFor(uow, eventId, chosen, recipient, stopped)));
  return addNotifications(uow, drafts);
}

/** Opens claimed rows for sending. What was erased meanwhile has no words and is not sent. */
async function parcelsOf(read: Read, rows: readonly NotificationRow[]): Promise<Parcel[]> {
  const looks = new Map<string, Look>();
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
    return { parcels: await parcelsOf(uow, due) };
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
    return { parcels: await parcelsOf(uow, due) };
  },
});
