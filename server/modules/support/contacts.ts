import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { findClient, noteContact, requireVisible } from '@/server/modules/clients';
import { activeStaffIds, namesOf } from '@/server/modules/identity';
import { isProven } from './caller';
import { Colleague, ContactView, ListContacts, LogContact } from './contract';
import { contactsOf, insertContact } from './repository/contacts';
import { opened, sealAbout } from './sealed';

const table = 'contact_entry';
const restrictedGrant = 'sensitive.restricted_reason';

/** A call, mail, chat or note. A next step becomes work with its date; a colleague who is named gets it as work, too. */
export const logContact = command({
  name: 'support.contact.log',
  actors: ['staff'],
  input: LogContact,
  output: z.object({ id: idSchema('contact') }),
  run: async (uow, { clientId, isRestricted, mentionId, ...entry }) => {
    await requireVisible(uow, clientId);
    if (isRestricted && !holds(uow.actor, restrictedGrant))
      throw new Refusal('forbidden', 'grant_missing', { params: { grant: restrictedGrant } });
    if (entry.nextActionAt && entry.nextActionAt <= uow.now)
      throw new Refusal('invalid', 'date_in_the_past', { field: 'nextActionAt' });
    if (mentionId && !(await activeStaffIds(uow)).includes(mentionId))
      throw new Refusal('invalid', 'user_not_found', { field: 'mentionId' });
    const mentioned = mentionId ? ((await namesOf(uow, [mentionId])).get(mentionId) ?? null) : null;
    const { number } = found(await findClient(uow, clientId), 'client_not_found');
    const id = uow.id('contact');
    const restrictedTo = isRestricted ? ('compliance' as const) : null;
    await insertContact(uow, {
      id,
      clientId,
      channel: entry.channel,
      direction: entry.direction ?? null,
      outcome: entry.outcome ?? null,
      text: await sealAbout(uow, clientId, { table, column: 'text', row: id }, entry.text),
      nextAction: entry.nextAction
        ? await sealAbout(uow, clientId, { table, column: 'next_action', row: id }, entry.nextAction)
        : null,
      nextActionAt: entry.nextActionAt ?? null,
      mentionedId: mentionId ?? null,
      mentionedName: mentioned,
      isIdentityChecked: entry.channel === 'call' && (await isProven(uow, clientId)),
      restrictedTo,
      authorId: uow.actor.userId ?? null,
      authorName: uow.actor.name,
      at: uow.now,
    });
    // A note is about him, the rest is with him.
    if (entry.channel !== 'note') await noteContact(uow, clientId);
    const work = { object: { type: 'contact', id }, client: clientId, ...(restrictedTo ? { restrictedTo } : {}) };
    if (entry.nextActionAt)
      await raiseWork(uow, {
        ...work,
        kind: 'follow_up',
        title: `${number}: the next step that was promised`,
        team: 'support',
        dueAt: entry.nextActionAt,
        waitingOn: uow.actor.name,
      });
    if (mentionId) {
      const itemId = await raiseWork(uow, {
        ...work,
        kind: 'mention',
        title: `${number}: ${uow.actor.name} asks you to look`,
        team: restrictedTo ?? 'support',
        assignee: mentionId,
        ...(mentioned ? { waitingOn: mentioned } : {}),
      });
      uow.emit({ name: 'support/colleague.mentioned', data: { itemId, clientId } });
    }
    uow.audit({
      object: { type: 'contact', id },
      client: clientId,
      changes: { channel: [null, entry.channel], outcome: [null, entry.outcome ?? null] },
      ...(restrictedTo ? { restrictedTo } : {}),
    });
    return { id };
  },
});

export const listContacts = query({
  name: 'support.contact.list',
  actors: ['staff'],
  input: ListContacts,
  output: z.array(ContactView),
  run: async (read, { clientId }) => {
    await requireVisible(read, clientId, 'support.contact.list');
    const rows = await contactsOf(read, clientId, holds(read.actor, restrictedGrant));
    return Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        channel: row.channel as ContactView['channel'], // columns written through the contract's own lists
        direction: row.direction as ContactView['direction'],
        outcome: row.outcome as ContactView['outcome'],
        text: await opened(read, table, 'text', row.id, row.text),
        nextAction: await opened(read, table, 'next_action', row.id, row.nextAction),
        nextActionAt: row.nextActionAt,
        mentioned: row.mentionedName,
        isIdentityChecked: row.isIdentityChecked,
        isRestricted: row.restrictedTo !== null,
        author: row.authorName,
        at: row.at,
      })),
    );
  },
});

/** Whom one may name in an entry. */
export const listColleagues = query({
  name: 'support.contact.list_colleagues',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(Colleague),
  run: async (read) => {
    const names = await namesOf(read, await activeStaffIds(read));
    return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
  },
});
