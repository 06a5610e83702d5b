import { z } from 'zod';
import type { Id } from '@/server/kernel/ids';
import { localDate, localTime } from '@/server/kernel/time';
import type { Uow } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { findUser } from '@/server/modules/identity';
import { definitionOf } from '../catalogue';
import { Said } from '../contract';
import { type PreferenceRow, wantingDigest } from '../queries';
import { hasBeenTold, unreadSince } from '../repository';
import { tell, wordsPlace } from './drafts';

const dayMs = 86_400_000;
const linesMax = 40;

/** What he has not read since yesterday, in one mail; nothing unread, no mail. */
async function gather(uow: Uow, { recipient, digestHour }: PreferenceRow, userId: Id<'user'>): Promise<boolean> {
  const user = await findUser(uow, userId);
  if (user?.status !== 'active') return false;
  const zone = user.timeZone ?? 'UTC';
  if (Number(localTime(uow.now, zone).slice(11, 13)) < digestHour) return false;
  const eventId = `digest/${localDate(uow.now, zone)}`;
  if (await hasBeenTold(uow, eventId, recipient)) return false;
  const unread = await unreadSince(uow, recipient, new Date(uow.now.getTime() - dayMs), linesMax);
  const texts = await Promise.all(unread.map((row) => openText(uow, wordsPlace(row.id), row.words)));
  const subjects = texts.flatMap((text) => (text === null ? [] : [Said.parse(JSON.parse(text)).subject]));
  if (subjects.length === 0) return false;
  const facts = { count: String(subjects.length), list: subjects.map((line) => `\u2022 ${line}`).join('\n') };
  const subject = { clientId: null, state: '', since: null, facts, staff: [userId] };
  const def = definitionOf('staff_digest');
  await tell(uow, eventId, { message: 'staff_digest', def, subject, objectType: 'user', objectId: userId });
  return true;
}

/** One mail a day, at the hour each has chosen, in his own zone; run again the same day it finds it told. */
export const prepareDigests = command({
  name: 'notifications.digest.prepare',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ written: z.number().int() }),
  run: async (uow) => {
    let written = 0;
    for (const row of await wantingDigest(uow)) if (row.userId && (await gather(uow, row, row.userId))) written += 1;
    uow.audit({ object: { type: 'notification', id: 'digest' }, facts: { written } });
    return { written };
  },
});
