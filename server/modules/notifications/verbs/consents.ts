import { z } from 'zod';
import type { Actor } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { consentHistory, currentConsents, recordConsents } from '@/server/modules/clients';
import { isWelcome, marketingChannels, marketingTopics, topicOf, topicPurpose, type Word } from '../marketing';
import { ConsentHistory, MarketingChoices, Unsubscribe, UnsubscribeToken, Unsubscribing } from '../marketing-contract';
import { lookOf } from '../recipients';
import { notificationById } from '../repository';
import { letterOfToken } from '../unsubscribing';

/** Of the words on the page that asks; another text is another version. */
const wordings = { profile: 'profile/1', link: 'unsubscribe-page/1', oneClick: 'one-click' } as const;
const own = { actors: ['client'], ownAccount: true } as const;
const anybody = { actors: ['anonymous', 'staff', 'client', 'partner'], ownAccount: true } as const;

function clientOf({ clientId }: Actor): Id<'client'> {
  if (!clientId) throw new Refusal('forbidden', 'not_for_this_kind_of_user');
  return clientId;
}

const wordsOf = async (read: Read, id: Id<'client'>): Promise<readonly Word[]> =>
  (await currentConsents(read, [id])).get(id) ?? [];

function choicesIn(words: readonly Word[]): MarketingChoices {
  const channels = marketingChannels.filter((channel) =>
    words.some((word) => word.purpose === 'marketing' && word.channel === channel && word.isGiven),
  );
  const isOff = (purpose: string) => words.some((word) => word.purpose === purpose && !word.isGiven);
  return { channels, topics: marketingTopics.filter((topic) => !isOff(topicPurpose(topic))) };
}

export const readMarketingChoices = query({
  ...own,
  name: 'notifications.marketing.read_choices',
  input: z.object({}),
  output: MarketingChoices,
  run: async (read) => choicesIn(await wordsOf(read, clientOf(read.actor))),
});

/** Each word that differs from the last one is a word of its own, with the version of the page it was said on. */
export const setMarketingChoices = command({
  ...own,
  name: 'notifications.marketing.set_choices',
  input: MarketingChoices,
  output: z.object({}),
  run: async (uow, { channels, topics }) => {
    const clientId = clientOf(uow.actor);
    const words = await wordsOf(uow, clientId);
    const wanted = marketingChannels.flatMap((channel) => [
      { purpose: 'marketing', channel, isGiven: channels.includes(channel) },
      ...marketingTopics.map((topic) => ({ purpose: topicPurpose(topic), channel, isGiven: topics.includes(topic) })),
    ]);
    const before = (word: Word) =>
      words.find(({ purpose, channel }) => purpose === word.purpose && channel === word.channel)?.isGiven;
    // Never asked is no to a channel and yes to a topic: saying so again is no new word.
    const news = wanted.filter((word) => (before(word) ?? word.purpose !== 'marketing') !== word.isGiven);
    await recordConsents(
      uow,
      clientId,
      news.map((word) => ({ ...word, wording: wordings.profile })),
    );
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      facts: { channels: channels.join(', '), topics: topics.join(', '), changed: news.length },
    });
    return {};
  },
});

async function letterBehind(read: Read, token: string) {
  const id = await letterOfToken(read, token);
  const row = id && (await notificationById(read, id));
  const topic = row && topicOf(row.message);
  if (!row?.clientId || !topic) throw new Refusal('rejected', 'link_invalid_or_used');
  return { clientId: row.clientId, topic, channel: row.channel, brandId: row.brandId };
}

/** The page behind the link; looking changes nothing, for mail filters open every link. */
export const lookAtSubscription = query({
  ...anybody,
  name: 'notifications.marketing.look',
  input: z.object({ token: UnsubscribeToken }),
  output: Unsubscribing,
  run: async (read, { token }) => {
    const { clientId, topic, channel, brandId } = await letterBehind(read, token);
    const { name: brand } = await lookOf(read, brandId);
    return { brand, topic, channel, isSubscribed: isWelcome(await wordsOf(read, clientId), channel, topic) };
  },
});

/** Without a sign-in: who holds the letter may stop it. Said twice, it stays one word. */
export const unsubscribe = command({
  ...anybody,
  name: 'notifications.marketing.unsubscribe',
  limits: (_input, { request }) => (request.ip ? [{ key: `unsubscribe/${request.ip}`, max: 300, seconds: 3_600 }] : []),
  input: Unsubscribe.extend({ isOneClick: z.boolean().default(false) }),
  output: z.object({}),
  run: async (uow, { token, all, isOneClick }) => {
    const { clientId, topic, channel } = await letterBehind(uow, token);
    const words = await wordsOf(uow, clientId);
    const purpose = all ? 'marketing' : topicPurpose(topic);
    const said = words.find((word) => word.purpose === purpose && word.channel === channel)?.isGiven;
    const wording = isOneClick ? wordings.oneClick : wordings.link;
    if (said !== false) await recordConsents(uow, clientId, [{ purpose, channel, isGiven: false, wording }]);
    uow.audit({ object: { type: 'client', id: clientId }, client: clientId, facts: { purpose, channel, wording } });
    return {};
  },
});

export const listConsentHistory = query({
  name: 'notifications.marketing.consents',
  actors: ['staff', 'client', 'job'],
  input: z.object({ clientId: idSchema('client') }),
  output: ConsentHistory,
  run: async (read, { clientId }) => {
    await requireReach(read, 'notifications.marketing.consents', clientId);
    const rows = await consentHistory(read, clientId);
    const nameOf = z.object({ name: z.string() }).catch({ name: '' });
    return { rows: rows.map(({ actor, ...row }) => ({ ...row, by: nameOf.parse(actor).name })) };
  },
});
