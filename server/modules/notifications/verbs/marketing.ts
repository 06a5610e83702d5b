import type { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Uow } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { currentConsents, pageOfClients } from '@/server/modules/clients';
import { definitionOf } from '../catalogue';
import type { Said } from '../contract';
import { cap, isWelcome } from '../marketing';
import { MarketingSent, SendMarketing } from '../marketing-contract';
import { ringsAt } from '../quiet';
import { type Recipient, recipientsOf } from '../recipients';
import { addNotifications, marketingCounts, suppressedHashes } from '../repository';
import { addressHash, refOf, textFor, textProvider, wordsPlace } from './drafts';
import { preferencesOf } from './preferences';

type Input = z.output<typeof SendMarketing>;
type Why = 'withoutConsent' | 'tooOften' | 'unreachable';
const most = 200;
const dayMs = 86_400_000;

async function whom(uow: Uow, { to }: Input): Promise<{ ids: Id<'client'>[]; nextCursor: string | null }> {
  if ('clientId' in to) {
    await requireReach(uow, uow.verb, to.clientId);
    return { ids: [to.clientId], nextCursor: null };
  }
  const page = await pageOfClients(uow, { ...to.filter, limit: Math.min(to.filter.limit, most) }, uow.verb);
  return { ids: page.rows.map(({ client }) => client.id), nextCursor: page.nextCursor };
}

/** Where he is reached by it, when nothing and nobody stands against it. */
async function addressOf(uow: Uow, to: Recipient, channel: Input['channel']): Promise<string | null> {
  const address = channel === 'email' ? to.email : to.phone;
  if (!address) return null;
  const hash = await addressHash(uow, channel, address);
  return (await suppressedHashes(uow, channel, [hash])).has(hash) ? null : address;
}

async function draft(uow: Uow, input: Input, to: Recipient, address: string) {
  const { channel, topic, subject, lines } = input;
  const id = uow.id('notification');
  const text = textFor(`${subject} ${lines.join(' ')}`, to.brand.name, refOf(id));
  const letter: Said = { to: address, subject, lines, action: null, url: null };
  const said: Said = channel === 'email' ? letter : { ...letter, subject: text, lines: [] };
  const { quiet } = await preferencesOf(uow, to.key, true);
  return {
    ...{ id, channel, recipient: to.key, clientId: to.clientId, language: to.language },
    eventId: `marketing/${input.key}`,
    message: `marketing_${topic}`,
    brandId: to.brand.id,
    state: 'queued',
    wordsVersion: 0,
    words: await seal(uow, to.subject, wordsPlace(id), JSON.stringify(said)),
    objectType: 'marketing',
    objectId: input.key,
    nextAt: channel === 'sms' ? ringsAt(uow.now, quiet, to.zone) : uow.now,
    createdAt: uow.now,
  };
}

/** Written by hand, to one client or a page of a filter. Who has not said yes, is written to often enough or stopped, is left out. */
export const sendMarketing = command({
  name: 'notifications.marketing.send',
  actors: ['staff'],
  auditRefusal: true,
  limits: (_input, { credential }) =>
    credential.kind === 'session' ? [{ key: `marketing/${credential.sessionId}`, max: 100, seconds: 3_600 }] : [],
  input: SendMarketing,
  output: MarketingSent,
  run: async (uow, input) => {
    const { channel, topic } = input;
    if (channel === 'sms' && !(await textProvider(uow))) throw new Refusal('rejected', 'message_has_no_way');
    const { ids, nextCursor } = await whom(uow, input);
    const since = new Date(uow.now.getTime() - cap.days * dayMs);
    const [consents, counts] = [await currentConsents(uow, ids), await marketingCounts(uow, ids, since, input.key)];
    const left: Record<Why, number> = { withoutConsent: 0, tooOften: 0, unreachable: 0 };
    const drafts: Awaited<ReturnType<typeof draft>>[] = [];
    const def = definitionOf(`marketing_${topic}`);
    for (const clientId of ids) {
      const [to] = await recipientsOf(uow, def, { clientId, state: '', since: null, facts: {} }, input.key);
      const address = to && (await addressOf(uow, to, channel));
      if (!isWelcome(consents.get(clientId) ?? [], channel, topic)) left.withoutConsent += 1;
      else if ((counts.get(clientId) ?? 0) >= cap.messages) left.tooOften += 1;
      else if (!to || !address) left.unreachable += 1;
      else drafts.push(await draft(uow, input, to, address));
    }
    const added = await addNotifications(uow, drafts);
    const [one] = ids.length === 1 ? ids : [];
    uow.audit({
      object: { type: 'marketing', id: input.key },
      ...(one ? { client: one } : {}),
      facts: { topic, channel, subject: input.subject, asked: ids.length, queued: added.length, ...left },
    });
    return { queued: added.length, ...left, already: drafts.length - added.length, nextCursor };
  },
});
