import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { editContact } from '@/server/modules/clients';
import {
  listMessages,
  listWords,
  previewWords,
  publishWords,
  readWords,
  saveWords,
  tellOf,
} from '@/server/modules/notifications';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { type Payer, payerIn } from '../../support/payer';
import { postOffice } from '../../support/post';
import { agree } from '../../support/votes';

const everywhere = { brandId: null, language: 'en' } as const;
const words = (subject: string, line = 'Dear {client}, something has changed.') => ({
  subject,
  lines: [line],
  action: null,
});

describe("a tenant's own words", () => {
  let house: Brokerage;
  let job: Ctx;
  let editor: Ctx;
  let payer: Payer;
  const tell = async (to: Payer) => {
    await tellOf(job, { eventId: newUuid(), event: 'clients/contact.changed', data: { clientId: to.id } });
    const { rows } = await listMessages(job, { clientId: to.id });
    return rows[0];
  };
  const draft = (subject: string, place: { brandId: `brd_${string}` | null; language: 'en' | 'ar' } = everywhere) =>
    saveWords(editor, { message: 'contact_changed', ...place, text: words(subject), note: 'Plainer words' });
  const publish = async (
    id: `mw_${string}`,
    reason = 'Agreed in the team',
    message: 'contact_changed' | 'kyc_rejected' = 'contact_changed',
  ) => {
    const { versions } = await readWords(editor, { message });
    const savedAt = versions.find((one) => one.id === id)?.savedAt ?? new Date(0);
    return publishWords(editor, { id, savedAt, reason });
  };
  const brand = async () => {
    const [first] = (await readWords(editor, { message: 'contact_changed' })).brands;
    if (!first) throw new Error('the house has a brand');
    return first;
  };

  beforeAll(async () => {
    house = await testBrokerage();
    job = (await postOffice()).through(house.job);
    editor = house.withPorts(await staffCtx(house.tenant, ['notifications.words.*', 'approvals.*'], { name: 'Ed' }));
    payer = await payerIn(house, 'Worded');
  });

  it('a draft is told to nobody; published it is, and what was said before stays as it was said', async () => {
    const { id, version } = await draft('Your data are new');
    expect((await tell(payer))?.words?.subject).toBe('Your contact details were changed');
    await publish(id, 'Agreed in the team');
    const told = await tell(payer);
    expect(told).toMatchObject({ wordsVersion: version, words: { subject: 'Your data are new' } });
    expect(told?.words?.lines[0]).toContain('Worded Oosterveld');
    const { rows } = await listMessages(job, { clientId: payer.id });
    expect(rows.at(-1)).toMatchObject({ wordsVersion: 0, words: { subject: 'Your contact details were changed' } });
    await expect(publish(id, 'Once more')).rejects.toMatchObject({
      reason: 'words_already_published',
    });
  });

  it("a brand's own words stand before those for every brand, a new version before the old, each language alone", async () => {
    const { id: brandId } = await brand();
    const mine = await draft('From this brand', { brandId, language: 'en' });
    await publish(mine.id, 'Brand has its own tone');
    const newer = await draft('For every brand, again');
    await publish(newer.id, 'Second try');
    expect((await tell(payer))?.words?.subject).toBe('From this brand');
    const { versions } = await readWords(editor, { message: 'contact_changed' });
    expect(versions.map(({ version, state, brandId: of }) => [version, state, of === brandId])).toEqual([
      [3, 'published', false],
      [2, 'published', true],
      [1, 'retired', false],
    ]);
    const arabic = await payerIn(house, 'Arabic');
    await editContact(arabic.ctx, { clientId: arabic.id, language: 'ar' });
    expect((await tell(arabic))?.words?.subject).toBe('تغيرت بيانات الاتصال بك');
  });

  it('saving again changes the one draft of a place', async () => {
    const first = await draft('First try');
    const second = await draft('Second try');
    expect(second).toEqual(first);
    const row = (await listWords(editor, {})).find(({ message }) => message === 'contact_changed');
    expect(row).toMatchObject({ hasDraft: true, publishedVersion: 3, isLegal: false });
  });

  it('words may speak only of what is known when the message is written; words with a link are fixed', async () => {
    const place = { message: 'contact_changed', ...everywhere, note: 'Plainer words' } as const;
    await expect(
      saveWords(editor, { ...place, text: words('Paid: {amount}', 'Your password is {password}.') }),
    ).rejects.toMatchObject({ reason: 'words_unknown_fact', detail: { params: { fact: 'amount' } } });
    await expect(saveWords(editor, { ...place, message: 'invitation', text: words('Come in') })).rejects.toMatchObject({
      reason: 'words_are_fixed',
    });
    const reader = await staffCtx(house.tenant, ['read:notifications.*']);
    await expect(saveWords(reader, { ...place, text: words('By a reader') })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('words of legal weight wait for a second person, and what changed meanwhile is not published by his yes', async () => {
    const save = (subject: string) =>
      saveWords(editor, {
        message: 'kyc_rejected',
        ...everywhere,
        text: { subject, lines: ['{reason}'], action: null },
        note: 'Counsel asked',
      });
    const { id } = await save('About your application');
    const refused = await publish(id, 'Counsel agreed', 'kyc_rejected').catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'waiting_for_approval' });
    const askedIn = (error: unknown) => idSchema('approval').parse(isRefusal(error) && error.detail.params?.approval);
    await save('Something else altogether');
    const second = house.withPorts(await staffCtx(house.tenant, ['notifications.words.publish']));
    await expect(agree(second, { id: askedIn(refused) })).rejects.toMatchObject({ reason: 'words_changed_meanwhile' });
    expect((await readWords(editor, { message: 'kyc_rejected' })).versions[0]?.state).toBe('draft');
    const anew = await publish(id, 'Counsel agreed to these', 'kyc_rejected').catch((error: unknown) => error);
    await agree(second, { id: askedIn(anew) });
    expect((await readWords(editor, { message: 'kyc_rejected' })).versions[0]).toMatchObject({
      state: 'published',
      text: { subject: 'Something else altogether' },
    });
  });

  it('a preview shows what the newest real message spoke of to those who may read it, and examples to others', async () => {
    const input = { message: 'contact_changed', ...everywhere, text: words('Hello {client}') } as const;
    const seeing = house.withPorts(await staffCtx(house.tenant, ['read:notifications.*', 'sensitive.contact']));
    const real = await previewWords(seeing, input);
    expect(real).toMatchObject({ isReal: true });
    expect(real.subject).toContain('Oosterveld');
    expect(real.html).toContain('Test FX');
    const blind = house.withPorts(await staffCtx(house.tenant, ['read:notifications.*']));
    const example = await previewWords(blind, input);
    expect(example).toMatchObject({ isReal: false, subject: 'Hello Nora Lindqvist' });
  });
});
