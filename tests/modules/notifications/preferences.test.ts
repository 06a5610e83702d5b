import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { idFromUuid, idSchema } from '@/server/kernel/ids';
import { editContact } from '@/server/modules/clients';
import {
  listMessages,
  prepareDigests,
  publishWords,
  readInbox,
  readPreferences,
  readWords,
  saveWords,
  sendDue,
  setPreferences,
  tellOf,
} from '@/server/modules/notifications';
import { requestWithdrawal } from '@/server/modules/payments';
import { signedIn } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { makeCtx, newUuid } from '../../support/house';
import { eur, paidIn } from '../../support/payer';
import { postOffice } from '../../support/post';
import { telephoned, textsFor } from '../../support/texts';

describe('when and how people want to be told', () => {
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let job: Ctx;
  const evening = new Date(new Date(Date.now() + 86_400_000).setUTCHours(21, 30, 0, 0));
  const at = (hours: number): Ctx => ({
    ...job,
    clock: { now: () => new Date(evening.getTime() + hours * 3_600_000) },
  });
  const colleague = async (name: string) => {
    const person = await signedIn(house.tenant, ['notifications.words.*'], { name });
    const credential = { kind: 'session', sessionId: person.sessionUuid, surface: person.surface } as const;
    const ctx = house.withPorts(makeCtx(house.tenant, { credential }));
    return { ctx, id: idFromUuid('user', person.userUuid), email: `${person.userUuid}@people.example` };
  };
  const mailsTo = (address: string) => post.emulator.messages().filter(({ envelope }) => envelope.to.includes(address));

  beforeAll(async () => {
    house = await testBrokerage();
    post = await postOffice();
    await textsFor(house);
    job = post.through(house.job);
  });

  it('a text that can wait rings in the morning of the client, what cannot rings at night; the letter never waits', async () => {
    const payer = await telephoned(house, 'Night');
    await editContact(house.job, { clientId: payer.id, timeZone: 'Europe/Berlin' });
    await paidIn(house, payer, 100_000n);
    const { id: withdrawalId } = await requestWithdrawal(payer.ctx, { amount: eur(40_000n) });
    const tell = (event: string) =>
      tellOf(at(0), { eventId: newUuid(), event, data: { withdrawalId, clientId: payer.id } });
    const states = async (message: string) =>
      Object.fromEntries(
        (await listMessages(job, { clientId: payer.id })).rows
          .filter((row) => row.message === message)
          .map(({ channel, state }) => [channel, state]),
      );
    await tell('payments/withdrawal.requested');
    await tell('payments/withdrawal.paid');
    expect(await states('withdrawal_requested')).toMatchObject({ email: 'sent', sms: 'sent' });
    expect(await states('withdrawal_paid')).toMatchObject({ email: 'sent', sms: 'queued' });
    await sendDue(at(6), {});
    expect((await states('withdrawal_paid')).sms).toBe('queued');
    await sendDue(at(11), {});
    expect((await states('withdrawal_paid')).sms).toBe('sent');
    expect((await readPreferences(payer.ctx, {})).quiet).toEqual({ from: '22:00', to: '08:00' });
    await setPreferences(payer.ctx, { mail: 'none', digestHour: 8, quiet: null });
    expect(await readPreferences(payer.ctx, {})).toEqual({ mail: 'at_once', digestHour: 8, quiet: null });
    await tell('payments/withdrawal.failed');
    expect(await states('withdrawal_failed')).toMatchObject({ email: 'sent', sms: 'sent' });
  });

  it('a colleague gets each mail, one a day, or none; the desk shows him everything', async () => {
    const [asks, each, daily, never] = [
      await colleague('Asks'),
      await colleague('Each'),
      await colleague('Daily'),
      await colleague('Never'),
    ];
    await setPreferences(daily.ctx, { mail: 'digest', digestHour: 22, quiet: null });
    await setPreferences(never.ctx, { mail: 'none', digestHour: 8, quiet: null });
    const text = { subject: 'About your account', lines: ['{reason}'], action: null, sms: null };
    const place = { message: 'kyc_rejected', brandId: null, language: 'en' } as const;
    const { id } = await saveWords(asks.ctx, { ...place, text, note: 'Counsel asked' });
    const savedAt = (await readWords(asks.ctx, { message: 'kyc_rejected' })).versions[0]?.savedAt ?? new Date(0);
    const waits = await publishWords(asks.ctx, { id, savedAt, reason: 'Counsel agreed' }).catch((e: unknown) => e);
    const approvalId = idSchema('approval').parse(isRefusal(waits) && waits.detail.params?.approval);
    await tellOf(at(0), { eventId: newUuid(), event: 'approvals/request.opened', data: { approvalId } });
    const mails = (): number[] => [each, daily, never].map(({ email }) => mailsTo(email).length);
    expect(mails()).toEqual([1, 0, 0]);
    for (const { ctx } of [each, daily, never]) expect((await readInbox(ctx, {})).unread).toBe(1);

    expect(await prepareDigests(at(0), {})).toEqual({ written: 0 }); // 21:30 by his clock
    expect(await prepareDigests(at(1), {})).toEqual({ written: 1 });
    expect(await prepareDigests(at(2), {})).toEqual({ written: 0 });
    await sendDue(at(2), {});
    expect(mails()).toEqual([1, 1, 0]);
    const [mail] = mailsTo(daily.email);
    expect(mail?.subject).toBe('Not read yet: 1');
    expect(mail?.text).toContain('Your approval is wanted');
  });

  it('quiet hours of a colleague hold back what can wait', async () => {
    const [asks, quiet] = [await colleague('Asks again'), await colleague('Quiet')];
    await setPreferences(quiet.ctx, { mail: 'at_once', digestHour: 8, quiet: { from: '20:00', to: '06:00' } });
    await expect(
      setPreferences(quiet.ctx, { mail: 'at_once', digestHour: 8, quiet: { from: '25:00', to: '06:00' } }),
    ).rejects.toMatchObject({ kind: 'invalid' });
    const text = { subject: 'Closed for new positions', lines: ['See your portal.'], action: null, sms: null };
    const place = { message: 'close_only', brandId: null, language: 'en' } as const;
    const { id } = await saveWords(asks.ctx, { ...place, text, note: 'Counsel asked' });
    const savedAt = (await readWords(asks.ctx, { message: 'close_only' })).versions[0]?.savedAt ?? new Date(0);
    const waits = await publishWords(asks.ctx, { id, savedAt, reason: 'Counsel agreed' }).catch((e: unknown) => e);
    const approvalId = idSchema('approval').parse(isRefusal(waits) && waits.detail.params?.approval);
    await tellOf(at(0), { eventId: newUuid(), event: 'approvals/request.opened', data: { approvalId } });
    expect(mailsTo(quiet.email)).toHaveLength(0);
    await sendDue(at(9), {});
    expect(mailsTo(quiet.email)).toHaveLength(1);
  });
});
