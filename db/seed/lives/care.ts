import { addNote, assignOwner, placeHold, setCategory, setTags } from '@/server/modules/clients';
import { unlessRefused } from '../client';
import { pick } from '../people';
import type { Scene } from './scene';

const words = {
  welcome: [
    'Called to welcome him. Trades gold elsewhere, wants to see our spread in the evening.',
    'Asked whether the Raw account has a minimum. Sent the price list.',
    'Prefers to be called after six. Comes from a competitor that closed.',
    'No answer, left a message. Will try again on Thursday.',
  ],
  funded: [
    'Explained how a transfer from the wallet to the account works; done together on the phone.',
    'Wanted to know about swaps over the weekend. Sent the table, thinks about Swap-free.',
    'Happy with the first week. Asked for the mobile app on a second phone.',
    'Complained about slippage at the news on Friday; showed him the tick chart, accepted.',
  ],
} as const;

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

export async function writeNote({ client, stage, rng }: Scene, about: keyof typeof words): Promise<void> {
  const { support } = stage.firm.staff;
  await addNote(await support.ctx(), { clientId: client.id, text: pick(rng, words[about]) });
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
