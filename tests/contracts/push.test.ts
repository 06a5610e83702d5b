import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createWebPushAdapter } from '@/server/adapters/push/web-push/adapter';
import { refusalOfEndpoint } from '@/server/adapters/push/web-push/endpoint';
import { type Listening, listen } from '@/server/emulators/host';
import { openPush } from '@/server/emulators/push/crypto';
import { createPushEmulator } from '@/server/emulators/push/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { PushNote } from '@/server/modules/notifications/ports';

const b64 = (text: string) => Buffer.from(text, 'base64url');
function keyPair() {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  return { publicKey: keys.getPublicKey('base64url'), privateKey: keys.getPrivateKey('base64url').padStart(43, 'A') };
}

describe('push to browsers', () => {
  const emulator = createPushEmulator({ clock: systemClock, rng: () => systemRng.next() });
  const vapid = { subject: 'mailto:push@test.example', ...keyPair() };
  let host: Listening;
  let adapter: ReturnType<typeof createWebPushAdapter>;
  beforeAll(async () => {
    host = await listen(emulator.handle);
    adapter = createWebPushAdapter({ http: guardedFetch({ allow: `127.0.0.1:${host.port}`, timeoutMs: 2_000 }) });
  });
  afterAll(() => host.close());

  let count = 0;
  function note(of: Partial<PushNote> = {}): PushNote & { data: { title: string } } {
    count += 1;
    const { endpoint, keys } = emulator.subscribe(host.url, vapid.publicKey);
    const data = { title: `Something happened ${count}` };
    const rest = { ttlSeconds: 60, isUrgent: false, topic: `topic-${count}`, payload: JSON.stringify(data), data };
    return { endpoint, ...keys, vapid, ...rest, ...of };
  }
  const rungOf = ({ endpoint }: PushNote) => emulator.rung().filter(({ browser }) => endpoint.endsWith(browser));

  it('opens the example of RFC 8291, appendix A', () => {
    const browser = createECDH('prime256v1');
    browser.setPrivateKey(b64('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'));
    const body = b64(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
    expect(openPush(body, browser, b64('BTBZMqHH6r4Tts7J_aSIgg'))).toBe('When I grow up, I want to be a watermelon');
  });

  it('is encrypted for one browser, signed for one service, and read there', async () => {
    const sent = note({ isUrgent: true });
    expect(await adapter.send(sent)).toEqual({ outcome: 'accepted' });
    expect(rungOf(sent)).toMatchObject([
      { data: sent.data, urgency: 'high', ttl: 60, sub: 'mailto:push@test.example' },
    ]);
  });

  it('a second try under the same topic rings once', async () => {
    const sent = note();
    emulator.faults.add({ on: 'push', fault: { kind: 'drop_after' } });
    expect(await adapter.send(sent)).toMatchObject({ outcome: 'unknown' });
    expect(await adapter.send(sent)).toEqual({ outcome: 'accepted' });
    expect(rungOf(sent)).toHaveLength(1);
  });

  it('a browser that was taken off, or never was, is gone', async () => {
    const ended = note();
    emulator.end(ended.endpoint);
    expect(await adapter.send(ended)).toMatchObject({ outcome: 'gone', detail: expect.stringContaining('410') });
    const never = note({ endpoint: `${host.url}/push/${randomBytes(18).toString('base64url')}` });
    expect(await adapter.send(never)).toMatchObject({ outcome: 'gone', detail: expect.stringContaining('404') });
  });

  it('waits as long as the service asks, and comes back when it is down', async () => {
    const sent = note();
    emulator.faults.add({ on: 'push', fault: { kind: 'rate_limit' } });
    expect(await adapter.send(sent)).toMatchObject({ outcome: 'deferred', retryAfterMs: 120_000 });
    emulator.faults.add({ on: 'push', fault: { kind: 'status_before', status: 503 } });
    expect(await adapter.send(sent)).toMatchObject({ outcome: 'deferred', retryAfterMs: null });
    expect(rungOf(sent)).toEqual([]);
  });

  it('another key than the one subscribed with, too long a payload and a broken key are refused for good', async () => {
    const strange = note({ vapid: { ...vapid, ...keyPair() } });
    expect(await adapter.send(strange)).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('403') });
    expect(await adapter.send(note({ payload: 'x'.repeat(5_000) }))).toMatchObject({ outcome: 'refused' });
    expect(await adapter.send(note({ p256dh: 'AAAA' }))).toMatchObject({ outcome: 'refused' });
  });

  it('calls nobody inside: not by name, not by number, not where the name leads', async () => {
    for (const endpoint of [
      'http://push.example.com/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://2130706433/x',
      'https://localhost/x',
      'https://push.example.com:8443/x',
      'https://user:word@push.example.com/x',
      'file:///etc/passwd',
      'no address',
    ])
      expect(refusalOfEndpoint(endpoint, `127.0.0.1:${host.port}`), endpoint).not.toBeNull();
    expect(refusalOfEndpoint('https://updates.push.services.mozilla.com/wpush/v2/abc', undefined)).toBeNull();
    expect(refusalOfEndpoint(`${host.url}/push/x`, `127.0.0.1:${host.port}`)).toBeNull();
    const inner = createWebPushAdapter({ http: guardedFetch({ resolve: async () => ['10.0.0.7'] }) });
    const sent = note({ endpoint: 'https://push.example.com/x' });
    expect(await inner.send(sent)).toMatchObject({ outcome: 'refused' });
  });
});
