import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createTwilioAdapter } from '@/server/adapters/sms/twilio/adapter';
import { TwilioConfig } from '@/server/adapters/sms/twilio/config';
import { type Listening, listen } from '@/server/emulators/host';
import { createTwilioEmulator } from '@/server/emulators/sms/twilio/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';

type Call = { readonly url: string; readonly body: string; readonly headers: Record<string, string> };

describe('texts through Twilio', () => {
  const calls: Call[] = [];
  const emulator = createTwilioEmulator({
    clock: systemClock,
    rng: () => systemRng.next(),
    sleep: async () => undefined,
    callOut: async (url, { body, headers }) => {
      calls.push({ url, body, headers });
      return new Response(null, { status: 204 });
    },
  });
  const account = emulator.openAccount();
  const from = account.numbers[0] ?? '';
  let host: Listening;
  const adapterFor = (authToken: string) =>
    createTwilioAdapter({
      config: TwilioConfig.parse({ accountSid: account.sid, authToken, from, baseUrl: host.url, timeoutMs: 2_000 }),
      http: guardedFetch({ allow: `127.0.0.1:${host.port}` }),
    });
  let adapter: ReturnType<typeof adapterFor>;
  beforeAll(async () => {
    host = await listen(emulator.handle);
    adapter = adapterFor(account.authToken);
  });
  afterAll(() => host.close());

  let count = 0;
  const sms = (to = '+4915712345678') => {
    count += 1;
    return { to, body: `Test FX: something happened. Ref T${count}`, statusUrl: 'https://bos.example/hook?message=1' };
  };
  const strike = (kind: string, extra: { status?: number; code?: string } = {}, on = 'messages.create') =>
    emulator.faults.add({ on, fault: { kind, ...extra } });
  const since = new Date(systemClock.now().getTime() - 60_000);
  const taken = (body: string) => emulator.texts().filter((text) => text.body === body).length;
  const parse = (call: Call, url = call.url) =>
    adapter.parseStatus(url, new TextEncoder().encode(call.body), new Headers(call.headers));

  it('hands over what it is given, and finds it again by number and words', async () => {
    const text = sms();
    const sent = await adapter.send(text);
    expect(sent).toMatchObject({ outcome: 'accepted', ref: expect.stringMatching(/^SM[0-9a-f]{32}$/) });
    expect(await adapter.find({ ...text, since })).toMatchObject({ found: 'yes', report: { state: 'taken' } });
    expect(await adapter.find({ ...sms(), since })).toEqual({ found: 'no' });
    expect(await adapter.check()).toBeNull();
  });

  it('nothing was taken: too many calls, a wrong key, nobody there', async () => {
    strike('rate_limit');
    const text = sms();
    expect(await adapter.send(text)).toMatchObject({ outcome: 'deferred' });
    expect(await adapterFor('0'.repeat(32)).send(text)).toMatchObject({ outcome: 'deferred' });
    expect(await adapterFor('0'.repeat(32)).check()).toContain('20003');
    const deaf = createTwilioAdapter({
      config: TwilioConfig.parse({ accountSid: account.sid, authToken: account.authToken, from, baseUrl: host.url }),
      http: guardedFetch({ allow: '' }),
    });
    expect(await deaf.send(text)).toMatchObject({ outcome: 'deferred' });
    expect(taken(text.body)).toBe(0);
  });

  it.each([
    ['the reply was lost', 'drop_after', 1],
    ['an error after the work', 'status_after', 1],
    ['an unreadable reply', 'garbage', 1],
    ['an error before the work', 'status_before', 0],
    ['the line broke before the work', 'drop_before', 0],
  ])('%s: nobody knows, and the look-up tells', async (_name, kind, copies) => {
    strike(kind, { status: 500 });
    const text = sms();
    expect(await adapter.send(text)).toMatchObject({ outcome: 'unknown' });
    expect(taken(text.body)).toBe(copies);
    expect(await adapter.find({ ...text, since })).toMatchObject({ found: copies === 1 ? 'yes' : 'no' });
  });

  it('a look-up that fails says so and not "it is not there"', async () => {
    strike('status_before', { status: 503 }, 'messages.list');
    expect(await adapter.find({ ...sms(), since })).toMatchObject({ found: 'unknown' });
  });

  it('a number that is none, a landline, one that said STOP, a sender that is not ours', async () => {
    expect(await adapter.send(sms('+15005550001'))).toMatchObject({ outcome: 'refused', fault: 'address' });
    expect(await adapter.send(sms('+15005550009'))).toMatchObject({ outcome: 'refused', fault: 'address' });
    emulator.stop(from, '+4915799999999');
    expect(await adapter.send(sms('+4915799999999'))).toMatchObject({ outcome: 'refused', fault: 'opted_out' });
    expect(await adapter.send({ ...sms(), body: 'x'.repeat(1601) })).toMatchObject({
      outcome: 'refused',
      fault: 'message',
    });
  });

  it('finds a text behind a page of newer ones', async () => {
    const to = '+4915700000042';
    const first = sms(to);
    await adapter.send(first);
    for (let i = 0; i < 55; i += 1) await adapter.send(sms(to));
    expect(await adapter.find({ ...first, since })).toMatchObject({ found: 'yes' });
  });

  it('believes calls that are signed for this very address and text, and no others', async () => {
    const to = '+4915700000077';
    await adapter.send(sms(to));
    strike('undelivered', { code: '30005' }, 'deliver');
    const before = calls.length;
    await emulator.pump();
    await emulator.pump();
    const mine = calls.slice(before).filter(({ body }) => body.includes(encodeURIComponent(to)));
    expect(mine.length).toBeGreaterThan(0);
    const [call] = mine;
    if (!call) throw new Error('the provider has called');
    expect(await parse(call)).toMatchObject({ verified: true, report: { state: 'sent' } });
    expect(await parse(call, 'https://bos.example/hook?message=2')).toEqual({ verified: false });
    expect(await parse({ ...call, body: call.body.replace('sent', 'delivered') })).toEqual({ verified: false });
    expect(await parse({ ...call, headers: {} })).toEqual({ verified: false });
    const failed = calls.slice(before).find(({ body }) => body.includes('MessageStatus=undelivered'));
    expect(failed && (await parse(failed))).toMatchObject({
      verified: true,
      report: { state: 'failed', fault: 'address', detail: 'undelivered (30005)' },
    });
  });

  it('settings that cannot work are refused before anything is sent', () => {
    const good = { accountSid: account.sid, authToken: account.authToken };
    expect(TwilioConfig.safeParse(good).success).toBe(false);
    expect(TwilioConfig.safeParse({ ...good, from: 'Test FX' }).success).toBe(true);
    expect(TwilioConfig.safeParse({ ...good, from: 'far too long a name' }).success).toBe(false);
  });
});
