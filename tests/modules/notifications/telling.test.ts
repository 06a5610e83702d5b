import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { editContact } from '@/server/modules/clients';
import { listMessages, sendDue, tellOf } from '@/server/modules/notifications';
import { listDeposits } from '@/server/modules/payments';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { eur, later, type Payer, paidIn, payerIn } from '../../support/payer';
import { newest, postOffice } from '../../support/post';

describe('telling people', () => {
  let house: Brokerage;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let job: Ctx;

  const changed = (payer: Payer, eventId = newUuid()) => ({
    eventId,
    event: 'clients/contact.changed',
    data: { clientId: payer.id },
  });
  const messagesOf = async (payer: Payer) => (await listMessages(job, { clientId: payer.id })).rows;
  const mailOf = async (payer: Payer) => (await messagesOf(payer)).filter(({ channel }) => channel === 'email');
  const received = (to: string | null | undefined) =>
    post.emulator.messages().filter(({ envelope }) => to && envelope.to.includes(to));

  beforeAll(async () => {
    house = await testBrokerage();
    post = await postOffice();
    job = post.through(house.job);
  });

  it('an event that comes twice, also at once, is told once', async () => {
    const payer = await payerIn(house, 'Twice');
    const event = changed(payer);
    await Promise.all([tellOf(job, event), tellOf(job, event)]);
    await tellOf(job, event);
    const rows = await messagesOf(payer);
    expect(rows.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual(['email sent', 'in_app delivered']);
    expect(post.handed.filter(({ to }) => to === rows[0]?.to || to === rows[1]?.to)).toHaveLength(1);
    expect(received((await mailOf(payer))[0]?.to)).toHaveLength(1);
  });

  it('says the real amount and number of the deposit, in words that stay', async () => {
    const payer = await payerIn(house, 'Amount');
    await paidIn(house, payer, 125_050n);
    const [deposit] = (await listDeposits(payer.ctx, { clientId: payer.id })).rows;
    const data = { depositId: deposit?.id ?? '', clientId: payer.id };
    await tellOf(job, { eventId: newUuid(), event: 'payments/deposit.credited', data });
    const [mail] = await mailOf(payer);
    expect(mail?.words?.subject).toBe('Your deposit of 1,250.50\u00a0EUR has arrived');
    expect(mail?.words?.lines.at(-1)).toBe(`Number: ${deposit?.number}`);
    expect(eur(125_050n).minor).toBe(deposit?.credited?.minor);
    const arrived = newest(received(mail?.to));
    expect(arrived.subject).toBe(mail?.words?.subject);
    expect(arrived.from).toContain('Test FX');
    expect(arrived.text).toContain(deposit?.number);
    expect(arrived.html).toContain('/portal/wallet');
  });

  it('speaks the language of the client', async () => {
    const payer = await payerIn(house, 'Arabic');
    await editContact(payer.ctx, { clientId: payer.id, language: 'ar' });
    await tellOf(job, changed(payer));
    const [mail] = await mailOf(payer);
    expect(mail).toMatchObject({ language: 'ar', state: 'sent' });
    expect(mail?.words?.subject).toBe('تغيرت بيانات الاتصال بك');
    expect(newest(received(mail?.to)).html).toContain('dir="rtl"');
  });

  it('a sender that dies after the provider took the mail: sent again under the same id, which arrives once', async () => {
    const payer = await payerIn(house, 'Crash');
    const event = changed(payer);
    let reached: () => void = () => undefined;
    const handedOver = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const dying = post.through(job, {
      send: async (mail) => {
        await post.send(mail);
        reached();
        return new Promise(() => undefined); // the process is gone: nothing settles
      },
    });
    void tellOf(dying, event);
    await handedOver;
    const [queued] = await mailOf(payer);
    expect(queued?.state).toBe('queued');
    expect(await tellOf(job, event)).toBeNull();
    expect(await sendDue(later(job, 1), {})).toBeNull();
    await sendDue(later(job, 3), {});
    expect((await mailOf(payer))[0]?.state).toBe('sent');
    const copies = post.handed.filter(({ to }) => to === queued?.to);
    expect(copies).toHaveLength(2);
    expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
    expect(received(queued?.to)).toHaveLength(1);
  });

  it('waits for a provider that is down and sends when it is back, however long it was', async () => {
    const payer = await payerIn(house, 'Down');
    const down = post.through(job, { send: async () => ({ outcome: 'deferred', detail: 'connect ECONNREFUSED' }) });
    await tellOf(down, changed(payer));
    for (const minutes of [2, 10, 60, 600]) await sendDue(later(down, minutes), {});
    expect((await mailOf(payer))[0]).toMatchObject({ state: 'queued', problem: 'connect ECONNREFUSED' });
    await sendDue(later(job, 1_000), {});
    const [mail] = await mailOf(payer);
    expect(mail).toMatchObject({ state: 'sent', problem: null });
    expect(received(mail?.to)).toHaveLength(1);
  });

  it('a lost reply is asked again under the same id', async () => {
    const payer = await payerIn(house, 'Lost');
    post.emulator.faults.add({ on: 'data', fault: { kind: 'drop_after' } });
    await tellOf(job, changed(payer));
    expect((await mailOf(payer))[0]?.state).toBe('queued');
    await sendDue(later(job, 5), {});
    const [mail] = await mailOf(payer);
    expect(mail?.state).toBe('sent');
    expect(received(mail?.to)).toHaveLength(1);
  });

  it('a hard bounce ends it, and nothing more is sent to that address', async () => {
    const payer = await payerIn(house, 'Bounce');
    post.emulator.faults.add({ on: 'rcpt', fault: { kind: 'unknown_user' } });
    await tellOf(job, changed(payer));
    expect((await mailOf(payer))[0]?.state).toBe('bounced');
    await tellOf(job, changed(payer));
    const rows = await messagesOf(payer);
    expect(rows.filter(({ channel }) => channel === 'email').map(({ state }) => state)).toContain('suppressed');
    expect(rows.filter(({ channel }) => channel === 'in_app')).toHaveLength(2);
    expect(post.handed.filter(({ to }) => to === rows[0]?.to || to === rows[1]?.to)).toHaveLength(1);
  });
});
