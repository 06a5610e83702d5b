import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { assignOwner, clientTimeline } from '@/server/modules/clients';
import { readDocument, uploadDocument } from '@/server/modules/documents';
import {
  assignConversation,
  closeConversation,
  fillMacro,
  listConversations,
  markConversationRead,
  openConversation,
  readConversation,
  reopenConversation,
  replyToConversation,
  saveMacro,
  writeConversationNote,
} from '@/server/modules/support';
import { listWork } from '@/server/modules/work';
import { clientCtx, signedIn, staffCtx } from '../../support/actors';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';

const grants = ['support.*', 'clients.*', 'work.*', 'documents.document.*', 'tenancy.brand.list', 'audit.entry.list'];
const pdf = new TextEncoder().encode(`%PDF-1.7\n${' '.repeat(300)}`);

describe('conversations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bos-messages-'));
  const storage = createLocalStorage({ config: { folder }, clock: systemClock });
  const withStore = (ctx: Ctx): Ctx => ({ ...ctx, ports: { ...ctx.ports, storage } });
  let tenant: TestTenant;
  let at: Place;
  let staff: Ctx;

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    staff = withStore(await staffCtx(tenant, grants, { name: 'Sami Support' }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function person() {
    const client = await newClient(tenant, at);
    return { ...client, ctx: withStore(await clientCtx(tenant, uuidFromId('client', client.id))) };
  }
  const waiting = async (id: Id<'client'>) => (await listWork(staff, { view: 'all', clientId: id })).rows;

  it('goes from question to answer: work with its time, whose turn it is, what is read, all in the story', async () => {
    const { id: clientId, ctx } = await person();
    const file = await uploadDocument(ctx, { clientId, kind: 'attachment', fileName: 'slip.pdf', bytes: pdf });
    const { id } = await openConversation(ctx, {
      topic: 'deposit',
      text: 'Where is my money?',
      documentIds: [file.id],
    });
    expect(await waiting(clientId)).toMatchObject([{ kind: 'conversation', object: { id }, isOverdue: false }]);
    expect((await listConversations(staff, { states: ['waiting'], clientId })).rows).toMatchObject([{ id }]);
    await replyToConversation(staff, { id, text: 'It is on its way.' });
    expect(await waiting(clientId)).toEqual([]);
    const [row] = (await listConversations(ctx, {})).rows;
    expect(row).toMatchObject({ id, state: 'answered', isUnread: true, assignee: null });
    await markConversationRead(ctx, { id });
    const thread = await readConversation(ctx, { id });
    expect(thread).toMatchObject({ isUnread: false, topic: 'deposit' });
    expect(thread.messages.map(({ side, text }) => [side, text])).toEqual([
      ['client', 'Where is my money?'],
      ['staff', 'It is on its way.'],
    ]);
    expect(thread.messages[0]?.attachments).toMatchObject([{ id: file.id, fileName: 'slip.pdf' }]);
    const story = await clientTimeline(staff, { clientId, limit: 20, technical: true });
    expect(story.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['support.message.received', 'support.message.sent']),
    );
    const stored = await asOwner(tenant, (query) =>
      query('select text from conversation_message where tenant_id = $1', [tenant.id]),
    );
    expect(JSON.stringify(stored)).not.toMatch(/money|way/);
  });

  it('lets support open what is attached to a message, and nothing else that was sent in', async () => {
    const { id: clientId, ctx } = await person();
    const [file, passport] = [
      await uploadDocument(ctx, { clientId, kind: 'attachment', fileName: 'a.pdf', bytes: pdf }),
      await uploadDocument(ctx, { clientId, kind: 'passport', fileName: 'p.pdf', bytes: pdf }),
    ];
    expect((await readDocument(staff, file.id)).bytes).toEqual(pdf);
    await expect(readDocument(staff, passport.id)).rejects.toMatchObject({ reason: 'grant_missing' });
    const other = await person();
    for (const [who, document] of [
      [ctx, passport.id],
      [other.ctx, file.id],
    ] as const) {
      const opening = openConversation(who, { topic: 'other', text: 'see', documentIds: [document] });
      await expect(opening).rejects.toMatchObject({ reason: 'document_not_found' });
    }
  });

  it('keeps notes of colleagues from the client', async () => {
    const { ctx } = await person();
    const { id } = await openConversation(ctx, { topic: 'other', text: 'Hello' });
    await writeConversationNote(staff, { id, text: 'Be careful with him.' });
    expect((await readConversation(staff, { id })).messages.map(({ side }) => side)).toEqual(['client', 'note']);
    expect(JSON.stringify(await readConversation(ctx, { id }))).not.toContain('careful');
    await expect(writeConversationNote(ctx, { id, text: 'x' })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('asks each colleague whom a note names, and nobody else', async () => {
    const { id: clientId, ctx } = await person();
    for (const name of ['Ines Haddad', 'Jon Bell', 'Jon'])
      await signedIn(tenant, grants, { name: `${name} ${clientId.slice(-4)}` });
    const { id } = await openConversation(ctx, { topic: 'other', text: 'Hello' });
    const of = clientId.slice(-4);
    await writeConversationNote(staff, {
      id,
      text: `@Ines Haddad ${of} and @jon bell  ${of}, please. Not @Sami Support.`,
    });
    const asked = (await waiting(clientId)).filter(({ kind }) => kind === 'mention');
    expect(asked.map(({ assignee }) => assignee?.name).sort()).toEqual([`Ines Haddad ${of}`, `Jon Bell ${of}`]);
    expect(asked[0]?.object.id.startsWith(id)).toBe(true);
  });

  it('is given to a colleague, closed, and opened again by whoever has more to say', async () => {
    const { id: clientId, ctx } = await person();
    const mate = await signedIn(tenant, grants, { name: 'Mate' });
    const { id } = await openConversation(ctx, { topic: 'trading', text: 'Spread?' });
    await assignConversation(staff, { id, userId: idFromUuid('user', mate.userUuid) });
    expect(await waiting(clientId)).toMatchObject([{ assignee: { name: 'Mate' } }]);
    await closeConversation(staff, { id });
    expect(await waiting(clientId)).toEqual([]);
    await expect(closeConversation(staff, { id })).rejects.toMatchObject({ reason: 'transition_not_allowed' });
    await replyToConversation(ctx, { id, text: 'One more thing.' });
    expect(await waiting(clientId)).toHaveLength(1);
    await closeConversation(staff, { id });
    await reopenConversation(staff, { id });
    expect((await readConversation(staff, { id })).state).toBe('waiting');
  });

  it('does not exist for other clients, for staff of other rows, or for another company', async () => {
    const { id: clientId, ctx } = await person();
    const { id } = await openConversation(ctx, { topic: 'account', text: 'Hello' });
    const seller = await signedIn(tenant, grants, { scope: 'own' });
    const narrow = makeCtx(tenant, { credential: { kind: 'session', sessionId: seller.sessionUuid, surface: 'desk' } });
    const strangers = [(await person()).ctx, narrow, await staffCtx(await testTenant(), ['*'])];
    for (const who of strangers) {
      await expect(readConversation(who, { id })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(replyToConversation(who, { id, text: 'x' })).rejects.toMatchObject({ kind: 'not_found' });
      expect((await listConversations(who, {})).rows.map((row) => row.id)).not.toContain(id);
    }
    const writing = openConversation(narrow, { clientId, topic: 'other', text: 'x' });
    await expect(writing).rejects.toMatchObject({ kind: 'not_found' });
    await assignOwner(staff, { clientId, ownerId: idFromUuid('user', seller.userUuid), reason: 'his language' });
    expect((await listConversations(narrow, {})).rows.map((row) => row.id)).toEqual([id]);
  });

  it('a client writes in his own name only, and says something', async () => {
    const [one, two] = [await person(), await person()];
    const { id } = await openConversation(one.ctx, { clientId: two.id, topic: 'other', text: 'Hello' });
    expect((await readConversation(staff, { id })).clientId).toBe(one.id);
    await expect(openConversation(one.ctx, { topic: 'other', text: ' ' })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(openConversation(staff, { topic: 'other', text: 'x' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('fills a macro in the language of the client, and refuses a place nobody knows', async () => {
    const { ctx, number } = await person();
    const { id: conversationId } = await openConversation(ctx, { topic: 'other', text: 'Hello' });
    const texts = { en: 'Dear {name} ({number}), {agent} of {brand} here.', ar: 'مرحبا {name}' };
    const { id } = await saveMacro(staff, { name: 'Greeting', texts });
    const { text, language } = await fillMacro(staff, { id, conversationId });
    expect(language).toBe('en');
    expect(text).toContain(`(${number}), Sami Support of`);
    expect(text).not.toMatch(/[{}]/);
    const unknown = saveMacro(staff, { name: 'Bad', texts: { en: 'Your {password}' } });
    await expect(unknown).rejects.toMatchObject({ reason: 'placeholder_unknown' });
  });
});
