import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { idSchema } from '@/server/kernel/ids';
import { destroySubject } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { findClient, subjectOf } from '@/server/modules/clients';
import { countInbox, listMessages, markInboxRead, readInbox, tellOf } from '@/server/modules/notifications';
import { setBand } from '@/server/modules/risk';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { asOwner } from '../../support/owner';
import { type Payer, payerIn } from '../../support/payer';
import { postOffice } from '../../support/post';

const erase = command({
  name: 'test.notifications.erase',
  actors: ['job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.object({}),
  run: async (uow, { clientId }) => {
    const client = await findClient(uow, clientId);
    if (client) await destroySubject(uow, subjectOf(client.personId));
    uow.audit({ object: { type: 'client', id: clientId } });
    return {};
  },
});

describe('reading what was told', () => {
  let house: Brokerage;
  let job: Ctx;
  let payer: Payer;
  const changed = (to: Payer) => ({
    eventId: newUuid(),
    event: 'clients/contact.changed',
    data: { clientId: to.id },
  });
  beforeAll(async () => {
    house = await testBrokerage();
    job = (await postOffice()).through(house.job);
    payer = await payerIn(house, 'Reader');
    await tellOf(job, changed(payer));
  });

  it('words and address are for roles that may see contact data; others learn that he was told, and when', async () => {
    const list = 'notifications.message.list';
    const seeing = await listMessages(await staffCtx(house.tenant, [list, 'sensitive.contact']), {
      clientId: payer.id,
    });
    const mail = seeing.rows.find(({ channel }) => channel === 'email');
    expect(mail?.words?.subject).toBe('Your contact details were changed');
    expect(mail?.to).toContain('@clients.example');
    const masked = await listMessages(await staffCtx(house.tenant, [list]), { clientId: payer.id });
    const same = masked.rows.find(({ channel }) => channel === 'email');
    expect(same).toMatchObject({ title: 'Contact details changed', state: 'sent', words: null, isErased: false });
    expect(JSON.stringify(masked.rows)).not.toContain('clients.example');
    expect(JSON.stringify(masked.rows)).not.toContain('details were changed');
    await expect(listMessages(await staffCtx(house.tenant, []), { clientId: payer.id })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const own = await staffCtx(house.tenant, [list], { scope: 'own' });
    await expect(listMessages(own, { clientId: payer.id })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('a client reads his own and nobody else’s, and marks them as read', async () => {
    const other = await payerIn(house, 'Other');
    await expect(listMessages(other.ctx, { clientId: payer.id })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await countInbox(other.ctx, {})).toEqual({ unread: 0 });
    const { unread, rows } = await readInbox(payer.ctx, {});
    expect(unread).toBe(1);
    expect(rows[0]).toMatchObject({ subject: 'Your contact details were changed', path: '/profile', readAt: null });
    expect(await markInboxRead(other.ctx, {})).toEqual({ read: 0 });
    expect(await markInboxRead(payer.ctx, { ids: rows.map(({ id }) => id) })).toEqual({ read: 1 });
    expect(await countInbox(payer.ctx, {})).toEqual({ unread: 0 });
  });

  it('staff who may act on it are told, others are not', async () => {
    const [dealer, support] = await Promise.all([
      staffCtx(house.tenant, ['risk.*']),
      staffCtx(house.tenant, ['read:clients.*']),
    ]);
    const { id } = await setBand(house.withPorts(dealer), { symbol: 'EURUSD', book: 'B', lots: '1' });
    await tellOf(job, { eventId: newUuid(), event: 'risk/band.breached', data: { bandId: id ?? '' } });
    expect((await readInbox(dealer, {})).rows[0]).toMatchObject({
      subject: 'Exposure is outside its band',
      path: '/risk',
    });
    expect(await countInbox(support, {})).toEqual({ unread: 0 });
  });

  it('nothing of it stands in clear in the database, and erasing the person erases it', async () => {
    const rows = await asOwner(house.tenant, (query) =>
      query('select row_to_json(n)::text as row from notification n where tenant_id = $1', [house.tenant.id]),
    );
    expect(rows.rowCount).toBeGreaterThan(2);
    const text = JSON.stringify(rows.rows);
    expect(text).not.toContain('clients.example');
    expect(text).not.toContain('details were changed');
    await erase(house.job, { clientId: payer.id });
    const { rows: left } = await listMessages(job, { clientId: payer.id });
    expect(left.map(({ words, to, isErased }) => ({ words, to, isErased }))).toEqual(
      left.map(() => ({ words: null, to: null, isErased: true })),
    );
    expect((await readInbox(payer.ctx, {})).rows).toEqual([]);
  });
});
