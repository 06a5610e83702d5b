import { assignOwner, placeHold, setCategory, setTags } from '@/server/modules/clients';
import { logContact } from '@/server/modules/support';
import { unlessRefused } from '../client';
import { pick } from '../people';
import type { Scene } from './scene';

type Talk = readonly [Pick<Parameters<typeof logContact>[1], 'channel' | 'direction' | 'outcome'>, string];
const talks: Readonly<Record<'welcome' | 'funded', readonly Talk[]>> = {
  welcome: [
    [
      { channel: 'call', direction: 'out', outcome: 'reached' },
      'Called to welcome him. Trades gold elsewhere, wants to see our spread in the evening.',
    ],
    [{ channel: 'chat', direction: 'in' }, 'Asked whether the Raw account has a minimum. Sent the price list.'],
    [{ channel: 'note' }, 'Prefers to be called after six. Comes from a competitor that closed.'],
    [
      { channel: 'call', direction: 'out', outcome: 'left_message' },
      'No answer, left a message. Will try again on Thursday.',
    ],
  ],
  funded: [
    [
      { channel: 'call', direction: 'in', outcome: 'resolved' },
      'Explained how a transfer from the wallet to the account works; done together on the phone.',
    ],
    [
      { channel: 'mail', direction: 'in', outcome: 'resolved' },
      'Wanted to know about swaps over the weekend. Sent the table, thinks about Swap-free.',
    ],
    [
      { channel: 'call', direction: 'out', outcome: 'reached' },
      'Happy with the first week. Asked for the mobile app on a second phone.',
    ],
    [
      { channel: 'call', direction: 'in', outcome: 'resolved' },
      'Complained about slippage at the news on Friday; showed him the tick chart, accepted.',
    ],
  ],
};

/** Desk and, for most, a colleague who knows him: by language and country, by the house itself. */
export async function takeCareOf({ client, stage, rng }: Scene): Promise<void> {
  const { world, firm } = stage;
  const isOwned = rng.next() < 0.7;
  await assignOwner(world.ctx(firm.tenant, { kind: 'job', name: 'assignment' }), {
    clientId: client.id,
    ownerId: isOwned ? firm.salesId : null,
    teamId: client.isOffshore ? firm.teams.gulf : firm.teams.europe,
    desk: client.isOffshore ? 'Gulf' : 'Europe',
    reason: 'language and country',
  });
}

export async function logTalk({ client, stage, rng }: Scene, about: keyof typeof talks): Promise<void> {
  const [how, text] = pick(rng, talks[about]);
  await logContact(await stage.firm.staff.support.ctx(), { ...how, clientId: client.id, text });
}

export async function tag({ client, stage }: Scene, tags: string[]): Promise<void> {
  await setTags(await stage.firm.staff.support.ctx(), { clientId: client.id, tags });
}

/** A named hold by compliance; the client reads "under review" or nothing, as its reason demands. */
export async function hold(
  { client, stage }: Scene,
  reason: 'chargeback' | 'tax' | 'fraud',
  note: string,
): Promise<void> {
  await placeHold(await stage.firm.staff.mlro.ctx(true), { clientId: client.id, reason, note });
}

/** Fewer protections want a second person: it waits. */
export async function askForProfessional({ client, stage }: Scene): Promise<void> {
  await unlessRefused(
    setCategory.orPark(await stage.firm.staff.mlro.ctx(true), {
      clientId: client.id,
      category: 'elective_professional',
      reason: 'portfolio above 500,000 and ten trades a quarter, statements on file',
    }),
  );
}
