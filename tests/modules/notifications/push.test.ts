import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '@/server/emulators/host';
import { createPushEmulator } from '@/server/emulators/push/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { erasePerson, findClient } from '@/server/modules/clients';
import { findUserOfClient } from '@/server/modules/identity';
import {
  endPushOf,
  listMessages,
  listPushDevices,
  preparePush,
  sendDue,
  setPreferences,
  subscribePush,
  tellOf,
  unsubscribePush,
} from '@/server/modules/notifications';
import { listDeposits } from '@/server/modules/payments';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { asJob, newUuid } from '../../support/house';
import { later, type Payer, paidIn, payerIn } from '../../support/payer';
import { postOffice } from '../../support/post';
import { inUow } from '../../support/registrations';

describe('rings in browsers', () => {
  const emulator = createPushEmulator({ clock: systemClock, rng: () => systemRng.next() });
  let house: Brokerage;
  let job: Ctx;
  let url: string;
  beforeAll(async () => {
    house = await testBrokerage();
    job = (await postOffice()).through(house.job);
    const host = await listen(emulator.handle);
    afterAll(() => host.close());
    url = host.url;
    process.env.OUTBOUND_ALLOW = `${process.env.OUTBOUND_ALLOW},127.0.0.1:${host.port}`;
  });

  async function subscribed(ctx: Ctx) {
    const { publicKey } = await preparePush(ctx, {});
    const { endpoint, keys } = emulator.subscribe(url, publicKey);
    const { id } = await subscribePush(ctx, { endpoint, ...keys });
    return { id, endpoint, keys };
  }
  const awake = (payer: Payer) => setPreferences(payer.ctx, { mail: 'at_once', digestHour: 8, quiet: null });
  async function browsing(name: string) {
    const payer = await payerIn(house, name);
    await awake(payer);
    return { payer, browser: await subscribed(payer.ctx) };
  }
  const tell = (payer: Payer, eventId = newUuid(), ctx = job) =>
    tellOf(ctx, { eventId, event: 'clients/contact.changed', data: { clientId: payer.id } });
  const pushesOf = async (payer: Payer) =>
    (await listMessages(job, { clientId: payer.id })).rows.filter(({ channel }) => channel === 'push');
  const rung = ({ endpoint }: { endpoint: string }) =>
    emulator.rung().filter(({ browser }) => endpoint.endsWith(browser));

  it('the house has one key, however many ask for it at once', async () => {
    const people = await Promise.all(['One', 'Two', 'Three'].map((name) => payerIn(house, name)));
    const keys = await Promise.all(people.map(({ ctx }) => preparePush(ctx, {})));
    expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
  });

  it('each browser rings once, however often the event comes, and the message page shows each', async () => {
    const { payer, browser } = await browsing('Twofold');
    const second = await subscribed(payer.ctx);
    const eventId = newUuid();
    await Promise.all([tell(payer, eventId), tell(payer, eventId)]);
    await tell(payer, eventId);
    for (const each of [browser, second]) {
      expect(rung(each)).toHaveLength(1);
      expect(rung(each)[0]?.data).toEqual({
        id: expect.any(String),
        title: 'Your contact details were changed',
        path: '/profile',
      });
    }
    expect((await pushesOf(payer)).map(({ state, isResendable }) => [state, isResendable])).toEqual([
      ['sent', false],
      ['sent', false],
    ]);
  });

  it('says no sum: a screen lies about where others see it', async () => {
    const { payer, browser } = await browsing('Discreet');
    await paidIn(house, payer, 125_050n);
    const [deposit] = (await listDeposits(payer.ctx, { clientId: payer.id })).rows;
    const data = { depositId: deposit?.id ?? '', clientId: payer.id };
    await tellOf(job, { eventId: newUuid(), event: 'payments/deposit.credited', data });
    expect(rung(browser).at(-1)?.data).toMatchObject({ title: 'Your deposit of ••• has arrived', path: '/wallet' });
    expect(JSON.stringify(rung(browser))).not.toMatch(/1,250|125050|Discreet/);
  });

  it('a browser that was taken off is forgotten at the first refusal', async () => {
    const { payer, browser } = await browsing('Left');
    emulator.end(browser.endpoint);
    await tell(payer);
    expect((await listPushDevices(payer.ctx, {})).rows).toEqual([]);
    expect((await pushesOf(payer))[0]).toMatchObject({ state: 'bounced', problem: expect.stringContaining('410') });
    await tell(payer);
    expect(await pushesOf(payer)).toHaveLength(1);
  });

  it('a busy service is left in peace as long as it asks, then the ring comes once', async () => {
    const { payer, browser } = await browsing('Busy');
    emulator.faults.add({ on: 'push', fault: { kind: 'rate_limit' } });
    await tell(payer);
    await sendDue({ ...job, clock: later(job, 1).clock }, {});
    expect(rung(browser)).toEqual([]);
    emulator.faults.add({ on: 'push', fault: { kind: 'drop_after' } });
    await sendDue({ ...job, clock: later(job, 3).clock }, {});
    await sendDue({ ...job, clock: later(job, 20).clock }, {});
    expect(rung(browser)).toHaveLength(1);
    expect((await pushesOf(payer))[0]).toMatchObject({ state: 'sent', problem: null });
  });

  it('what nobody could deliver for a day does not ring any more', async () => {
    const { payer, browser } = await browsing('Stale');
    emulator.faults.add({ on: 'push', fault: { kind: 'status_before', status: 503 } });
    await tell(payer);
    await sendDue({ ...job, clock: later(job, 25 * 60).clock }, {});
    expect(rung(browser)).toEqual([]);
    expect((await pushesOf(payer))[0]).toMatchObject({ state: 'failed', problem: 'too old to ring for' });
  });

  it('quiet hours hold what can wait; who gathers his mails is rung for what cannot', async () => {
    const { payer, browser } = await browsing('Asleep');
    const hour = (plus: number) => new Date(Date.now() + plus * 3_600_000).toISOString().slice(11, 13);
    await setPreferences(payer.ctx, {
      mail: 'at_once',
      digestHour: 8,
      quiet: { from: `${hour(-12)}:00`, to: `${hour(11)}:59` },
    });
    await paidIn(house, payer, 1_000n);
    const [deposit] = (await listDeposits(payer.ctx, { clientId: payer.id })).rows;
    const event = 'payments/deposit.credited';
    await tellOf(job, { eventId: newUuid(), event, data: { depositId: deposit?.id ?? '', clientId: payer.id } });
    expect(rung(browser)).toEqual([]);
    await tell(payer);
    expect(rung(browser)).toHaveLength(1);
    const colleague = await staffCtx(house.tenant, ['reconciliation.break.explain', 'access.staff.assign']);
    const desk = await subscribed(house.withPorts(colleague));
    await setPreferences(colleague, { mail: 'digest', digestHour: 8, quiet: null });
    const breakId = `brk_${'0'.repeat(26)}`;
    await tellOf(job, { eventId: newUuid(), event: 'reconciliation/break.opened', data: { breakId } });
    expect(rung(desk)).toEqual([]);
    await setPreferences(colleague, { mail: 'at_once', digestHour: 8, quiet: null });
    await tellOf(job, { eventId: newUuid(), event: 'reconciliation/break.opened', data: { breakId } });
    expect(rung(desk)).toHaveLength(1);
  });

  it('a browser rings for whoever sits there now, and nobody takes off another person’s', async () => {
    const { payer, browser } = await browsing('Before');
    const after = await payerIn(house, 'After');
    await subscribePush(after.ctx, { endpoint: browser.endpoint, ...browser.keys });
    expect((await listPushDevices(payer.ctx, {})).rows).toEqual([]);
    const [mine] = (await listPushDevices(after.ctx, {})).rows;
    const foreign = unsubscribePush(payer.ctx, { id: mine?.id ?? browser.id });
    await expect(foreign).rejects.toMatchObject({ reason: 'push_device_not_found' });
    await tell(payer);
    expect(rung(browser)).toEqual([]);
  });

  it('an address inside is refused before anything is kept', async () => {
    const { payer, browser } = await browsing('Inside');
    for (const endpoint of ['https://10.0.0.1/push', 'http://push.example.com/x', 'https://localhost/x'])
      await expect(subscribePush(payer.ctx, { endpoint, ...browser.keys })).rejects.toMatchObject({
        reason: 'push_service_refused',
      });
    expect((await listPushDevices(payer.ctx, {})).rows).toHaveLength(1);
  });

  it('falls silent when his sign-in was somebody else’s, and when he is erased', async () => {
    const { payer, browser } = await browsing('Robbed');
    const user = await inUow(asJob(house.tenant), (uow) => findUserOfClient(uow, payer.id));
    if (!user) throw new Error('a client has a sign-in');
    expect(await endPushOf(job, { userId: user.id })).toEqual({ ended: 1 });
    await tell(payer);
    expect(rung(browser)).toEqual([]);
    const { payer: gone, browser: last } = await browsing('Erased');
    emulator.faults.add({ on: 'push', fault: { kind: 'status_before', status: 503 } });
    await tell(gone);
    await inUow(asJob(house.tenant), async (uow) => {
      const client = await findClient(uow, gone.id);
      if (client) await erasePerson(uow, client.personId, 'asked for');
      uow.audit({ object: { type: 'client', id: gone.id } });
    });
    await sendDue({ ...job, clock: later(job, 5).clock }, {});
    expect(rung(last)).toEqual([]);
  });
});
