import { z } from 'zod';
import type { Actor } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { Preferences } from '../preference-contract';
import { type PreferenceRow, preferenceRow, savePreference } from '../queries';
import { nightOfClients } from '../quiet';

/** What holds for this person: his own word, or what the house does unasked. */
export function preferencesIn(row: PreferenceRow | null, isClient: boolean): Preferences {
  if (!row) return { mail: 'at_once', digestHour: 8, quiet: isClient ? nightOfClients : null };
  const { mail, digestHour, quietFrom, quietTo } = row;
  return Preferences.parse({ mail, digestHour, quiet: quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null });
}

export const preferencesOf = async (read: Read, recipient: string, isClient: boolean): Promise<Preferences> =>
  preferencesIn(await preferenceRow(read, recipient), isClient);

export function self({ clientId, userId, kind }: Actor) {
  const recipient = kind === 'client' ? clientId : userId;
  if (!recipient) throw new Refusal('forbidden', 'not_for_this_kind_of_user');
  return { recipient, isClient: kind === 'client' };
}

export const readPreferences = query({
  name: 'notifications.preference.read',
  actors: ['staff', 'client'],
  ownAccount: true,
  input: z.object({}),
  output: Preferences,
  run: async (read) => {
    const { recipient, isClient } = self(read.actor);
    return preferencesOf(read, recipient, isClient);
  },
});

export const setPreferences = command({
  name: 'notifications.preference.set',
  actors: ['staff', 'client'],
  ownAccount: true,
  input: Preferences,
  output: z.object({}),
  run: async (uow, { mail, digestHour, quiet }) => {
    const { recipient, isClient } = self(uow.actor);
    const { clientId = null, userId = null } = uow.actor;
    const before = await preferencesOf(uow, recipient, isClient);
    // A client's mails are what the house must tell him: they are not his to switch off.
    const kept = isClient ? 'at_once' : mail;
    const owner = isClient ? { clientId, userId: null } : { clientId: null, userId };
    const quietHours = { quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null };
    await savePreference(uow, { recipient, ...owner, mail: kept, digestHour, ...quietHours, changedAt: uow.now });
    uow.audit({
      object: { type: 'messagePreference', id: recipient },
      ...(isClient && clientId ? { client: clientId } : {}),
      changes: { mail: [before.mail, kept], quiet: [before.quiet, quiet], digestHour: [before.digestHour, digestHour] },
    });
    return {};
  },
});
