import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import { assignOwner, readClient } from '@/server/modules/clients';
import { listColleagues, listContacts, logContact } from '@/server/modules/support';
import { listWork } from '@/server/modules/work';
import { clientCtx, signedIn, staffCtx } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';

const soon = new Date(Date.now() + 86_400_000);

describe('the contact log', () => {
  let tenant: TestTenant;
  let at: Place;
  let staff: Ctx;

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    staff = await staffCtx(tenant, ['support.*', 'clients.*', 'work.*']);
  });

  it('keeps what was said under the key of the client, and a talk moves his last contact', async () => {
    const { id } = await newClient(tenant, at);
    await logContact(staff, { clientId: id, channel: 'note', text: 'Prefers the evening.' });
    expect((await readClient(staff, { id })).lastContactAt).toBeNull();
    await logContact(staff, {
      clientId: id,
      channel: 'call',
      direction: 'out',
      outcome: 'reached',
      text: 'Asked about gold.',
      nextAction: 'Send the price list',
      nextActionAt: soon,
    });
    expect((await readClient(staff, { id })).lastContactAt).not.toBeNull();
    const [call, note] = await listContacts(staff, { clientId: id });
    expect(call).toMatchObject({ channel: 'call', outcome: 'reached', text: 'Asked about gold.', nextActionAt: soon });
    expect(note).toMatchObject({ channel: 'note', text: 'Prefers the evening.', direction: null });
    const stored = await asOwner(tenant, (query) =>
      query('select text, next_action from contact_entry where tenant_id = $1', [tenant.id]),
    );
    expect(JSON.stringify(stored)).not.toMatch(/gold|price list|evening/);
    const { rows } = await listWork(staff, { view: 'all', clientId: id });
    expect(rows).toMatchObject([{ kind: 'follow_up', dueAt: soon }]);
  });

  it('hands an entry to the colleague it names', async () => {
    const { id } = await newClient(tenant, at);
    const mate = await signedIn(tenant, ['work.*'], { name: 'Mate' });
    const mentionId = idFromUuid('user', mate.userUuid);
    expect(await listColleagues(staff, {})).toContainEqual({ id: mentionId, name: 'Mate' });
    await logContact(staff, { clientId: id, channel: 'note', text: 'Please look.', mentionId });
    const desk = makeCtx(tenant, { credential: { kind: 'session', sessionId: mate.sessionUuid, surface: 'desk' } });
    expect((await listWork(desk, { view: 'mine' })).rows).toMatchObject([{ kind: 'mention', clientId: id }]);
  });

  it('shows restricted entries to those who may know, and refuses to write them for others', async () => {
    const { id } = await newClient(tenant, at);
    const mlro = await staffCtx(tenant, ['support.*', 'sensitive.restricted_reason']);
    await logContact(mlro, { clientId: id, channel: 'note', text: 'Pattern of deposits.', isRestricted: true });
    expect(await listContacts(mlro, { clientId: id })).toHaveLength(1);
    expect(await listContacts(staff, { clientId: id })).toEqual([]);
    const writing = logContact(staff, { clientId: id, channel: 'note', text: 'secret', isRestricted: true });
    await expect(writing).rejects.toMatchObject({ reason: 'grant_missing' });
  });

  it('reaches the rows of its author only, and nothing of another company', async () => {
    const { id } = await newClient(tenant, at);
    const person = await signedIn(tenant, ['support.*'], { scope: 'own' });
    const seller = makeCtx(tenant, { credential: { kind: 'session', sessionId: person.sessionUuid, surface: 'desk' } });
    const foreign = await staffCtx(await testTenant(), ['*']);
    for (const ctx of [seller, foreign]) {
      const text = 'called';
      const writing = logContact(ctx, { clientId: id, channel: 'call', text });
      await expect(writing).rejects.toMatchObject({ kind: 'not_found' });
      await expect(listContacts(ctx, { clientId: id })).rejects.toMatchObject({ kind: 'not_found' });
    }
    await assignOwner(staff, { clientId: id, ownerId: idFromUuid('user', person.userUuid), reason: 'his language' });
    await logContact(seller, { clientId: id, channel: 'call', text: 'called' });
    const himself = listContacts(await clientCtx(tenant, randomUUID()), { clientId: id });
    await expect(himself).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('refuses empty words, a step in the past and a stranger as colleague', async () => {
    const { id } = await newClient(tenant, at);
    const base = { clientId: id, channel: 'note' as const, text: 'x' };
    await expect(logContact(staff, { ...base, text: '  ' })).rejects.toMatchObject({ kind: 'invalid' });
    const late = logContact(staff, { ...base, nextAction: 'call', nextActionAt: new Date(0) });
    await expect(late).rejects.toMatchObject({ reason: 'date_in_the_past' });
    const unknown = logContact(staff, { ...base, mentionId: idFromUuid('user', randomUUID()) });
    await expect(unknown).rejects.toMatchObject({ reason: 'user_not_found' });
  });
});
