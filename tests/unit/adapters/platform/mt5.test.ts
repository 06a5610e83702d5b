import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { passwordKey, proof } from '@/server/adapters/platform/mt5/challenge';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import { guardedDial } from '@/server/adapters/platform/mt5/dial';
import { errorOf } from '@/server/adapters/platform/mt5/retcodes';
import { commentFor, operationTag, tagIn } from '@/server/adapters/platform/mt5/tag';
import { Challenge } from '@/server/emulators/platform/mt5/wire/challenge';
import { closeStages, errorIn, group, stage } from './mt5-stage';

closeStages();

test("the vendor's vector holds in the adapter and, written apart, in the emulator", () => {
  const [srv, cli] = ['73007dc7184747ce0f7c98516ef1c851', '4db98fec17aab4dc5a240bdc659e8395'];
  const key = passwordKey('Password1');
  expect(Buffer.from(key).toString('hex')).toBe('904ba8ecb16273d2f0ae9c3b8a023752');
  expect(proof(key, srv)).toBe('77fe51827f7fa69dd80fbec9aa33f1bb');
  expect(proof(key, cli)).toBe('1732021b1b332f51660b2b315eed3a35');
  const theirs = new Challenge('Password1');
  expect([theirs.answerTo(srv), theirs.answerTo(cli)]).toEqual([proof(key, srv), proof(key, cli)]);
});

describe('the key in a comment', () => {
  test('13 characters, the same for the same operation, first in 31', () => {
    expect(operationTag('bop_01h455vb4pex5vsknk084sn02q')).toMatch(/^[0-9A-HJKMNP-TV-Z]{13}$/);
    expect(operationTag('bop_1')).not.toBe(operationTag('bop_2'));
    expect(operationTag('A1B2C3')).toBe('A1B2C3');
    const comment = commentFor('bop_1', 2, 'Deposit\nby bank transfer of a very patient client');
    expect(comment).toHaveLength(31);
    expect(tagIn(comment)).toBe(operationTag('bop_1'));
    expect(tagIn(commentFor('bop_1', undefined, ''))).toBe(operationTag('bop_1'));
    for (const other of ['Deposit', '# x', 'see #ABC', '#ABC-1', `#${'A'.repeat(14)}`])
      expect(tagIn(other)).toBeUndefined();
  });
});

test('retcodes: what is certain for a write and what is not', () => {
  for (const code of [3, 8, 13, 3004, 3008, 4005, 10019, 10018, 1011])
    expect(errorOf(code, '', true).outcomeKnown, `${code}`).toBe(true);
  for (const code of [2, 7, 9, 10, 11, 12, 15]) {
    expect(errorOf(code, '', true).outcomeKnown, `${code}`).toBe(false);
    expect(errorOf(code, '', false).outcomeKnown, `${code}`).toBe(true);
  }
  expect([13, 3004, 3008, 10019, 10018, 8, 12, 15, 1012].map((code) => errorOf(code, '', true).code)).toEqual([
    'not_found',
    'exists',
    'has_positions',
    'insufficient_funds',
    'market_closed',
    'permission',
    'rate_limited',
    'maintenance',
    'auth',
  ]);
});

describe('sessions', () => {
  test('calls share a few sockets; one that rested too long is not trusted', async () => {
    const { adapter, clock, dials } = stage();
    const port = adapter({ sessions: 2 });
    await Promise.all(Array.from({ length: 12 }, () => port.listAccounts({ limit: 5 })));
    expect(dials.count).toBe(2);
    clock.advance(100_000);
    await port.listAccounts({ limit: 5 });
    expect(dials.count).toBe(2);
    clock.advance(125_000);
    await port.listAccounts({ limit: 5 });
    expect(dials.count).toBe(3);
  });

  test('pings keep an idle session from being cut and do not count as use', async () => {
    const { adapter, emulator, clock } = stage();
    const port = adapter({ pingMs: 15 });
    await port.listAccounts({ limit: 1 });
    await expect.poll(() => emulator.journal.entries('/api/test/access').length).toBeGreaterThan(2);
    clock.advance(121_000);
    await expect.poll(() => emulator.journal.entries('/api/quit').length).toBe(1);
  });

  test('a socket that was never let in answers 403; every socket logs in before its first call', async () => {
    const { adapter, emulator } = stage();
    await adapter().listAccounts({ limit: 1 });
    emulator.control.dropConnections();
    const port = adapter();
    await port.listAccounts({ limit: 1 });
    const order = emulator.journal.entries().map(({ connection, path }) => `${connection} ${path}`);
    expect(order.slice(-3)).toEqual(['2 /api/auth/start', '2 /api/auth/answer', '2 /api/user/logins']);
  });

  test('no connection, a blocked address and a busy access server are known outcomes', async () => {
    const { adapter, emulator, account } = stage();
    emulator.control.restart(60_000);
    expect(await errorIn(adapter().createAccount({ opId: 'A', ...account }))).toMatchObject({
      code: 'unavailable',
      outcomeKnown: true,
    });
    const blocked = stage({ manager: { allowedIps: ['203.0.113.7'] } });
    expect(await errorIn(blocked.adapter().groups())).toMatchObject({
      code: 'auth',
      raw: { code: '1012' },
      outcomeKnown: true,
    });
    emulator.control.restart(0);
    emulator.control.addFault({ kind: 'html', path: '/api/auth/start' });
    expect(await errorIn(adapter().createAccount({ opId: 'A', ...account }))).toMatchObject({
      code: 'unavailable',
      outcomeKnown: true,
    });
  });

  test('a rotated password ends the next log-in; a revoked right is told apart from a missing group', async () => {
    const { adapter, emulator, account, clock } = stage();
    const port = adapter();
    await port.groups();
    emulator.control.setPermissions(['read', 'trades']);
    expect(await errorIn(port.createAccount({ opId: 'A', ...account }))).toMatchObject({ code: 'permission' });
    emulator.control.rotatePassword('other');
    await port.groups();
    clock.advance(150_000);
    expect(await errorIn(port.groups())).toMatchObject({ code: 'auth', retryable: false });
  });

  test('a reply that does not come in time is unknown for a write, and the socket is not used again', async () => {
    const { adapter, emulator, account, dials } = stage();
    const port = adapter({ timeoutMs: 60 });
    emulator.control.addFault({ kind: 'slow', path: '/api/user/add' });
    expect(await errorIn(port.createAccount({ opId: 'A', ...account }))).toMatchObject({
      code: 'timeout',
      outcomeKnown: false,
    });
    expect(await port.findAccountByOp('A', { group })).not.toBeNull();
    expect(dials.count).toBe(2);
  });

  test('a read whose socket dies is asked again by itself, once', async () => {
    const { adapter, emulator } = stage();
    const port = adapter();
    emulator.control.addFault({ kind: 'lost_before', path: '/api/user/logins' });
    expect(await port.listAccounts({ limit: 1 })).toEqual({ accounts: [] });
    emulator.control.addFault({ kind: 'lost_before', path: '/api/user/logins', times: 2 });
    expect(await errorIn(port.listAccounts({ limit: 1 }))).toMatchObject({ code: 'unavailable', retryable: true });
  });

  test('passwords travel in the body, never in the address', async () => {
    const { adapter, emulator, account } = stage();
    const port = adapter();
    const ref = await port.createAccount({ opId: 'A', ...account });
    await port.setPassword(ref, 'main', { reveal: () => 'Dd4!dddd' });
    const text = emulator.journal
      .entries()
      .map(({ query }) => query)
      .join(' ');
    expect(text).not.toMatch(/Aa1|Bb2|Dd4|pass_main|password/i);
  });
});

describe('the connection', () => {
  test('http without OUTBOUND_ALLOW and private addresses are refused before a byte leaves', async () => {
    const { adapter } = stage();
    const http = adapter({ endpoint: { protocol: 'http', host: '127.0.0.1', port: 9 } }, guardedDial());
    expect(await errorIn(http.groups())).toMatchObject({
      code: 'unavailable',
      outcomeKnown: true,
      raw: { text: expect.stringContaining('not https') },
    });
    const rebound = adapter({}, guardedDial({ resolve: async () => ['10.0.0.7'] }));
    expect(await errorIn(rebound.groups())).toMatchObject({ raw: { text: expect.stringContaining('not public') } });
  });

  const dir = mkdtempSync(join(tmpdir(), 'mt5-tls-'));
  const hasOpenssl = makeCertificate(dir);
  if (!hasOpenssl) console.warn('MT5 over TLS skipped: no openssl to make a certificate with');

  test.skipIf(!hasOpenssl)('TLS: trusted with its authority, refused without', async () => {
    const { adapter, emulator } = stage();
    const [key, cert] = ['key.pem', 'cert.pem'].map((file) => readFileSync(join(dir, file), 'utf8')) as [
      string,
      string,
    ];
    rmSync(dir, { recursive: true });
    const { port } = await emulator.listen({ tls: { key, cert } });
    const dial = guardedDial({ allow: `localhost:${port}`, resolve: async () => ['127.0.0.1'] });
    const endpoint = { protocol: 'https', host: 'localhost', port };
    expect((await adapter({ endpoint, ca: cert }, dial).groups()).length).toBeGreaterThan(5);
    expect(await errorIn(adapter({ endpoint }, dial).groups())).toMatchObject({
      code: 'unavailable',
      outcomeKnown: true,
    });
  });
});

test('bits of the rights mask that are not ours to decide are carried over', async () => {
  const { adapter, emulator, account } = stage();
  const port = adapter();
  const ref = await port.createAccount({ opId: 'A', ...account });
  const [otp, trailing] = [0x800, 0x20];
  emulator.control.edit(Number(ref.login), { rights: 0x1 | 0x2 | otp | trailing });
  await port.setRights(ref, { login: 'disabled', trading: 'disabled' });
  expect(emulator.control.account(Number(ref.login)).rights).toBe(0x2 | 0x4 | otp | trailing);
  await port.setRights(ref, { login: 'enabled', trading: 'full', mayChangePassword: false });
  expect(emulator.control.account(Number(ref.login)).rights).toBe(0x1 | otp | trailing);
});

test('groups beyond the cap of one answer are an error, never a silent part', async () => {
  const { adapter } = stage({ maskCap: 3 });
  expect(await errorIn(adapter().groups())).toMatchObject({ code: 'validation' });
});

test('a configuration with one mirror for two groups is refused', () => {
  const base = { endpoint: { host: 'h' }, serverId: 's', managerLogin: '1', apiPassword: 'x' };
  expect(Mt5Config.safeParse({ ...base, closeOnlyGroups: { a: 'm', b: 'm' } }).success).toBe(false);
  expect(Mt5Config.safeParse({ ...base, closeOnlyGroups: { a: 'b', b: 'c' } }).success).toBe(false);
  expect(Mt5Config.safeParse({ ...base, agent: 'two words' }).success).toBe(false);
});

function makeCertificate(dir: string): boolean {
  try {
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync(
      'openssl',
      [
        ...args,
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        join(dir, 'key.pem'),
        '-out',
        join(dir, 'cert.pem'),
      ],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    return false;
  }
}
