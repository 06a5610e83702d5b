import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { connectionsOfPort } from '@/server/modules/tenancy';
import type { Channel, MessageDef, MessageKey } from '../catalogue';
import type { Said } from '../contract';
import type { Subject } from '../facts';
import { coveredFacts } from '../push-words';
import { ringsAt } from '../quiet';
import { type Recipient, recipientsOf } from '../recipients';
import { addNotifications, suppressedHashes } from '../repository';
import { liveSubscriptions, type SubscriptionRow } from '../repository/push';
import type { Words } from '../words';
import { preferencesOf } from './preferences';
import { wordsFor } from './wording';

export type Chosen = {
  readonly message: MessageKey;
  readonly def: MessageDef;
  readonly subject: Subject;
  readonly objectType: string;
  readonly objectId: string;
};

export const wordsPlace = (row: Id<'notification'>) => ({ table: 'notification', column: 'words', row });
export const addressHash = (read: Read, channel: string, address: string): Promise<string> =>
  read.ctx.keys.pepper(`suppression/${channel}`, address.trim().toLowerCase());

/** A provider of texts knows no key of ours: the reference at the end makes each text findable. */
export const textFor = (line: string, brand: string, ref: string): string => `${brand}: ${line} Ref ${ref}`;
export const refOf = (id: Id<'notification'>): string => id.slice(-8).toUpperCase();

/** Where texts go out; none connected, none are written. */
export async function textProvider(read: Read): Promise<Id<'connection'> | null> {
  const [connection] = await connectionsOfPort(read, 'sms');
  return connection?.id ?? null;
}

const addressOf = (to: Recipient, channel: Channel): string | null =>
  channel === 'email' ? to.email : channel === 'sms' ? to.phone : null;

function saidBy(channel: Channel, id: Id<'notification'>, words: Words, to: Recipient): Said {
  const address = addressOf(to, channel);
  if (channel === 'sms')
    return {
      to: address,
      subject: textFor(words.sms ?? words.subject, to.brand.name, refOf(id)),
      lines: [],
      action: null,
      url: null,
    };
  const { subject, lines, action } = words;
  return { to: address, subject, lines: [...lines], action, url: to.url };
}

/** Title and page, the title without sums: it lights up on a screen that lies about. */
async function ringFor(read: Read, { message, def, objectId }: Chosen, to: Recipient, { device }: SubscriptionRow) {
  const { words } = await wordsFor(read, message, { ...to, facts: coveredFacts(to.facts) });
  return { to: device, subject: words.subject, lines: [], action: null, url: def.path.replace('{id}', objectId) };
}

type Draft = Parameters<typeof addNotifications>[1][number];
type Way = {
  readonly channel: Channel;
  readonly isStopped: boolean;
  readonly dueAt: Date;
  /** Of a push: which browser. */
  readonly browser?: SubscriptionRow;
};

async function draftOf(
  uow: Uow,
  eventId: string,
  chosen: Chosen,
  to: Recipient,
  way: Way,
  worded: Awaited<ReturnType<typeof wordsFor>>,
): Promise<Draft> {
  const { message, objectType, objectId } = chosen;
  const { channel, isStopped, dueAt, browser } = way;
  const { key: recipient, clientId, userId, language } = to;
  const id = uow.id('notification');
  const isInApp = channel === 'in_app';
  const said = browser ? await ringFor(uow, chosen, to, browser) : saidBy(channel, id, worded.words, to);
  return {
    ...{ id, eventId, message, recipient, clientId, userId, channel, language, objectType, objectId },
    brandId: to.brand.id,
    subscriptionId: browser?.id ?? null,
    state: isInApp ? 'delivered' : isStopped ? 'suppressed' : 'queued',
    wordsVersion: worded.version,
    words: await seal(uow, to.subject, wordsPlace(id), JSON.stringify(said)),
    nextAt: isInApp || isStopped ? null : dueAt,
    createdAt: uow.now,
    deliveredAt: isInApp ? uow.now : null,
  };
}

/** Ways this person can be reached by, and which of them he or his provider has closed. */
async function waysTo(uow: Uow, def: MessageDef, to: Recipient, hasTexts: boolean): Promise<Way[]> {
  const ways: Way[] = [];
  const isClient = to.clientId !== null;
  const { mail, quiet } = await preferencesOf(uow, to.key, isClient);
  const dueAt = def.isUrgent ? uow.now : ringsAt(uow.now, quiet, to.zone);
  // Whoever gathers his post in one mail a day is rung for nothing that can wait.
  const rings = def.channels.includes('in_app') && (mail === 'at_once' || def.isUrgent);
  for (const browser of rings ? await liveSubscriptions(uow, to.key) : [])
    ways.push({ channel: 'push', isStopped: false, dueAt, browser });
  for (const channel of def.channels) {
    const address = addressOf(to, channel);
    if (channel === 'in_app') ways.push({ channel, isStopped: false, dueAt: uow.now });
    else if (channel === 'email' && mail !== 'at_once' && !def.isUrgent) continue;
    else if (address && (channel === 'email' || hasTexts)) {
      const hash = await addressHash(uow, channel, address);
      const isStopped = (await suppressedHashes(uow, channel, [hash])).has(hash);
      // A client's letter wakes nobody up; a colleague's rings in his pocket.
      ways.push({ channel, isStopped, dueAt: isClient && channel === 'email' ? uow.now : dueAt });
    }
  }
  return ways;
}

/** One row per person and way to reach him, in words that will not change any more. */
export async function tell(uow: Uow, eventId: string, chosen: Chosen): Promise<Id<'notification'>[]> {
  const recipients = await recipientsOf(uow, chosen.def, chosen.subject, chosen.objectId);
  const hasTexts = chosen.def.channels.includes('sms') && (await textProvider(uow)) !== null;
  const drafts: Draft[] = [];
  for (const to of recipients) {
    const worded = await wordsFor(uow, chosen.message, to);
    for (const way of await waysTo(uow, chosen.def, to, hasTexts))
      drafts.push(await draftOf(uow, eventId, chosen, to, way, worded));
  }
  return addNotifications(uow, drafts);
}
