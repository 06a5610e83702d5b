import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { command } from '@/server/kernel/verb';
import { findClient, requireVisible } from '@/server/modules/clients';
import { pageUrl } from '@/server/modules/identity';
import { insertContact } from './repository/contacts';
import { findShownPage, insertShownPage, updateShownPage } from './repository/shown';
import { sealAbout } from './sealed';
import { OpenShown, ShownLink, ShowPage, shownPages } from './shown-contract';

const minutes = 30;

/**
 * Instead of writing as the client: a link to the page one speaks about, which he opens signed in as himself. It gives nothing to
 * whoever else holds it, and stands in the contact log.
 */
export const showPage = command({
  name: 'support.page.show',
  actors: ['staff'],
  limits: (_input, { credential }) =>
    credential.kind === 'session' ? [{ key: `show/${credential.sessionId}`, max: 60, seconds: 3_600 }] : [],
  input: ShowPage,
  output: ShownLink,
  run: async (uow, { clientId, page, objectId }) => {
    await requireVisible(uow, clientId);
    const client = found(await findClient(uow, clientId), 'client_not_found');
    const id = uow.id('shownPage');
    const expiresAt = new Date(uow.now.getTime() + minutes * 60_000);
    const path = shownPages[page].replace('{id}', objectId ?? '');
    await insertShownPage(uow, { id, clientId, path, byName: uow.actor.name, createdAt: uow.now, expiresAt });
    const contact = uow.id('contact');
    await insertContact(uow, {
      id: contact,
      clientId,
      channel: 'note',
      direction: 'out',
      text: await sealAbout(
        uow,
        clientId,
        { table: 'contact_entry', column: 'text', row: contact },
        `Showed him a page of his portal: ${page.replaceAll('_', ' ')}.`,
      ),
      authorId: uow.actor.userId ?? null,
      authorName: uow.actor.name,
      at: uow.now,
    });
    uow.audit({ object: { type: 'shownPage', id }, client: clientId, facts: { path, expiresAt } });
    return { id, url: await pageUrl(uow, `/portal/look/${id}`, client.brandId), expiresAt };
  },
});

/** He follows it: his own, and in time; for anybody else there is no such page. */
export const openShownPage = command({
  name: 'support.page.open',
  actors: ['client'],
  input: OpenShown,
  output: z.object({ path: z.string() }),
  run: async (uow, { id }) => {
    const row = found(await findShownPage(uow, id), 'page_not_found');
    await requireVisible(uow, row.clientId);
    if (row.expiresAt <= uow.now) throw new Refusal('rejected', 'link_invalid_or_used');
    if (!row.openedAt) await updateShownPage(uow, id, { openedAt: uow.now });
    uow.audit({ object: { type: 'shownPage', id }, client: row.clientId, facts: { path: row.path } });
    return { path: row.path };
  },
});
