import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { listMessages, sendDue, tellOf } from '@/server/modules/notifications';
import type { SmsPort } from '@/server/modules/notifications/ports';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { newUuid } from '../../support/house';
import { later, type Payer, payerIn } from '../../support/payer';
import { postOffice } from '../../support/post';
import { telephoned, textsFor } from '../../support/texts';

describe('texts to telephones', () => {
  let house: Brokerage;
  let job: Ctx;
  let texts: Awaited<ReturnType<typeof textsFor>>;
  const tell = (to: Payer, ctx = job) =>
    tellOf(ctx, { eventId: newUuid(), event: 'clients/contact.changed', data: { clientId: to.id } });
  const textOf = async (to: Payer) =>
    (await listMessages(job, { clientId: to.id })).rows.filter(({ channel }) => channel === 'sms');
  const arrived = (to: { phone: string }) => texts.emulator.texts().filter((text) => text.to === to.phone);
  const through = (change: (port: SmsPort) => Partial<SmsPort>): Ctx => ({
    ...job,
    ports: { ...job.ports, sms: { of: async () => ({ ...texts.port, ...change(texts.port) }) } },
  });
  const strike = (kind: string, extra: { status?: number; code?: string } = {}, on = 'messages.create') =>
    texts.emulator.faults.add({ on, fault: { kind, ...extra } });

  beforeAll(async () => {
    house = await testBrokerage();
    texts = await textsFor(house);
    job = (await postOffice()).through(house.job);
  });

  it('goes to who has a telephone, beside the mail, with the brand before it and a reference behind', async () => {
    const payer = await telephoned(house, 'Nora');
    await tell(payer);
    const [row] = await textOf(payer);
    expect(row).toMatchObject({ state: 'sent', to: payer.phone });
    expect(arrived(payer).map(({ body }) => body)).toEqual([row?.words?.subject]);
    expect(row?.words?.subject).toMatch(/^Test FX: Your contact details were changed\..* Ref [0-9A-Z]{8}$/);
    const without = await payerIn(house, 'Phoneless');
    await tell(without);
    expect(await textOf(without)).toEqual([]);
  });

  it('is delivered when the provider says so, however often and in whatever order he says it', async () => {
    const payer = await telephoned(house, 'Dee');
    await tell(payer);
    strike('webhook_duplicate', {}, 'webhook:sent');
    strike('webhook_duplicate', {}, 'webhook:delivered');
    strike('webhook_reorder', {}, 'webhook:sent');
    for (let i = 0; i < 4; i += 1) await texts.emulator.pump();
    expect((await textOf(payer))[0]).toMatchObject({ state: 'delivered', problem: null });
    expect(texts.answers.every((status) => status === 200)).toBe(true);
  });

  it('a call with a wrong signature changes nothing', async () => {
    const payer = await telephoned(house, 'Forged');
    await tell(payer);
    texts.emulator.faults.add({ on: 'webhook:sent', fault: { kind: 'webhook_bad_signature' } });
    texts.emulator.faults.add({ on: 'webhook:delivered', fault: { kind: 'webhook_bad_signature' } });
    for (let i = 0; i < 3; i += 1) await texts.emulator.pump();
    expect(texts.answers.slice(-2)).toEqual([401, 401]);
    expect((await textOf(payer))[0]?.state).toBe('sent');
  });

  it.each([
    ['the reply is lost after it was taken', 'drop_after', 1],
    ['an error comes after it was taken', 'status_after', 1],
    ['an error comes before', 'status_before', 0],
    ['the provider has too many calls', 'rate_limit', 0],
  ])('%s: it arrives once', async (_name, kind, copies) => {
    const payer = await telephoned(house, 'Fault');
    strike(kind, { status: 500 });
    await tell(payer);
    expect((await textOf(payer))[0]?.state).toBe('queued');
    expect(arrived(payer)).toHaveLength(copies);
    for (const minutes of [3, 10, 30]) await sendDue(later(job, minutes), {});
    expect((await textOf(payer))[0]).toMatchObject({ state: 'sent', problem: null });
    expect(arrived(payer)).toHaveLength(1);
  });

  it('a sender that dies before or after the hand-over: it arrives once', async () => {
    for (const isAfter of [true, false]) {
      const payer = await telephoned(house, 'Crash');
      let reached: () => void = () => undefined;
      const handedOver = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const dying = through((port) => ({
        send: async (sms) => {
          if (isAfter) await port.send(sms);
          reached();
          return new Promise(() => undefined); // the process is gone: nothing settles
        },
      }));
      void tell(payer, dying);
      await handedOver;
      for (const minutes of [1, 3, 10]) await sendDue(later(job, minutes), {});
      expect((await textOf(payer))[0]?.state).toBe('sent');
      expect(arrived(payer)).toHaveLength(1);
    }
  });

  it('while the look-up fails nothing is sent again, however long it takes', async () => {
    const payer = await telephoned(house, 'Blind');
    strike('drop_after');
    await tell(payer);
    const blind = through(() => ({ find: async () => ({ found: 'unknown', detail: 'HTTP 503' }) }));
    for (const minutes of [5, 60, 600]) await sendDue(later(blind, minutes), {});
    expect(arrived(payer)).toHaveLength(1);
    expect((await textOf(payer))[0]).toMatchObject({ state: 'queued', problem: 'HTTP 503' });
    await sendDue(later(job, 1_200), {});
    expect((await textOf(payer))[0]?.state).toBe('sent');
    expect(arrived(payer)).toHaveLength(1);
  });

  it('the provider’s own call settles a lost reply', async () => {
    const payer = await telephoned(house, 'Called');
    strike('drop_after');
    await tell(payer);
    for (let i = 0; i < 3; i += 1) await texts.emulator.pump();
    expect((await textOf(payer))[0]).toMatchObject({ state: 'delivered' });
    await sendDue(later(job, 60), {});
    expect(arrived(payer)).toHaveLength(1);
  });

  it('a number that is none is written to no more; one that could not be reached this time is', async () => {
    const [gone, away] = [await telephoned(house, 'Gone'), await telephoned(house, 'Away')];
    await tell(gone);
    strike('undelivered', { code: '30005' }, 'deliver');
    for (let i = 0; i < 3; i += 1) await texts.emulator.pump();
    await tell(away);
    strike('undelivered', { code: '30003' }, 'deliver');
    for (let i = 0; i < 3; i += 1) await texts.emulator.pump();
    expect((await textOf(gone))[0]).toMatchObject({ state: 'bounced', problem: 'undelivered (30005)' });
    expect((await textOf(away))[0]).toMatchObject({ state: 'failed', problem: 'undelivered (30003)' });
    await Promise.all([tell(gone), tell(away)]);
    expect((await textOf(gone))[0]?.state).toBe('suppressed');
    expect((await textOf(away))[0]?.state).toBe('sent');
  });
});
