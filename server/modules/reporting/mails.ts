import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { actorOfUser } from '@/server/kernel/on-behalf';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { announce } from '@/server/modules/notifications';
import { linesOf, mayHave } from './letters';
import { cadences, Mailed, MailView, mailedViews, ScheduleMail } from './mail-contract';
import { dueMails, type MailRow, mailOf, mailSent, putMail, removeMail } from './repository/mail';
import { nextSending } from './schedule';

const me = ({ actor }: Read): Id<'user'> => found(actor.userId, 'needs_a_person');
const Kept = z.object({ view: z.enum(mailedViews), cadence: z.enum(cadences) });

export const readMail = query({
  name: 'reporting.mail.read',
  actors: ['staff'],
  ownAccount: true,
  input: MailView,
  output: Mailed.nullable(),
  run: async (read, { view }) => {
    const row = await mailOf(read, me(read), view);
    return row && Mailed.parse(row);
  },
});

/** The page as mail to oneself, again and again, as one may see it on that day. */
export const scheduleMail = command({
  name: 'reporting.mail.schedule',
  actors: ['staff'],
  ownAccount: true,
  input: ScheduleMail,
  output: Mailed,
  run: async (uow, { view, ...schedule }) => {
    if (!mayHave(uow, view)) throw new Refusal('forbidden', 'page_not_for_you', { field: 'view' });
    const nextAt = nextSending(uow.now, schedule);
    const id = await putMail(uow, me(uow), view, { ...schedule, nextAt });
    uow.audit({ object: { type: 'reportMail', id }, facts: { view, ...schedule } });
    return { view, ...schedule, nextAt, lastAt: null };
  },
});

export const stopMail = command({
  name: 'reporting.mail.stop',
  actors: ['staff'],
  ownAccount: true,
  input: MailView,
  output: z.object({}),
  run: async (uow, { view }) => {
    const id = found(await removeMail(uow, me(uow), view), 'mail_not_scheduled');
    uow.audit({ object: { type: 'reportMail', id }, facts: { view } });
    return {};
  },
});

/** Asked first, because a clock that finds nothing to do leaves no trace in the log. */
export const countDueMails = query({
  name: 'reporting.mail.count_due',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ due: z.number().int() }),
  run: async (read) => ({ due: (await dueMails(read, { lock: false })).length }),
});

/** What he may see today. Who left, or lost the right to the page, is sent nothing and is not asked again. */
async function sendOne(uow: Uow, row: MailRow): Promise<boolean> {
  const { view, cadence } = Kept.parse(row);
  const actor = await actorOfUser(uow, row.userId);
  const reader = actor && { ...uow, actor };
  if (!reader || !mayHave(reader, view)) {
    await removeMail(uow, row.userId, view);
    return false;
  }
  const lines = await linesOf(reader, view, row.days);
  await announce(uow, {
    message: view === 'insight' ? 'report_insight' : 'report_leaks',
    to: row.userId,
    object: { type: 'reportMail', id: row.id },
    // One message a run, however often the run is tried.
    key: `${row.id} ${row.nextAt.toISOString()}`,
    facts: { figures: lines.join('\n'), days: String(row.days) },
  });
  await mailSent(uow, row.id, nextSending(uow.now, { cadence, hour: row.hour, zone: row.zone }));
  return true;
}

export const sendDueMails = command({
  name: 'reporting.mail.send_due',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ sent: z.number().int() }),
  run: async (uow) => {
    const rows = await dueMails(uow, { lock: true });
    if (rows.length === 0) throw new Refusal('conflict', 'nothing_due');
    let sent = 0;
    for (const row of rows) {
      const isSent = await sendOne(uow, row);
      uow.audit({ object: { type: 'reportMail', id: row.id }, facts: { view: row.view, isSent } });
      if (isSent) sent += 1;
    }
    return { sent };
  },
});
