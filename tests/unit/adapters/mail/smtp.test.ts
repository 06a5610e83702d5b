import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSmtpAdapter } from '@/server/adapters/mail/smtp/adapter';
import type { SmtpConfig } from '@/server/adapters/mail/smtp/config';
import { createMailEmulator } from '@/server/emulators/mail/emulator';
import { parseMail } from '@/server/emulators/mail/mime';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { Mail } from '@/server/modules/identity/ports';

const mail = (change: Partial<Mail> = {}): Mail => ({
  to: 'zoe@example.com',
  from: '"Demo Märkets" <no-reply@broker.example>',
  subject: 'Bestätigen Sie Ihre Adresse – أهلا',
  html: '<p>Grüße, <a href="https://broker.example/verify?t=1&amp;x=2">bestätigen</a></p>\n.\n<p>..dots</p>',
  text: 'Grüße\n.\n..dots\nhttps://broker.example/verify?t=1&x=2',
  messageId: '<m1@broker.example>',
  ...change,
});

async function mailbox(
  options: { logins?: Record<string, string>; config?: Partial<SmtpConfig>; allow?: string; maxBytes?: number } = {},
) {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  const emulator = createMailEmulator({
    clock,
    rng: seededRng(1).next,
    ...(options.logins ? { logins: options.logins } : {}),
    ...(options.maxBytes ? { maxBytes: options.maxBytes } : {}),
  });
  const listening = await emulator.listen();
  onTestFinished(() => listening.close());
  const config: SmtpConfig = {
    host: '127.0.0.1',
    port: listening.smtpPort,
    security: 'none',
    timeoutMs: 2000,
    ...options.config,
  };
  const adapter = createSmtpAdapter({ config, clock, allow: options.allow ?? `127.0.0.1:${listening.smtpPort}` });
  return { adapter, emulator, listening, clock };
}

describe('sending', () => {
  test('text, markup, subject and headers arrive as they were meant', async () => {
    const { adapter, emulator } = await mailbox();
    const sent = mail();
    expect(await adapter.send(sent)).toEqual({ outcome: 'accepted' });
    const [message] = emulator.messages();
    expect(message).toMatchObject({
      subject: sent.subject,
      messageId: sent.messageId,
      envelope: { from: 'no-reply@broker.example', to: ['zoe@example.com'] },
    });
    expect(message?.text.replaceAll('\r\n', '\n').trim()).toBe(sent.text);
    expect(message?.html?.replaceAll('\r\n', '\n').trim()).toBe(sent.html);
    expect(message?.from).toContain('Demo Märkets');
  });

  test.each(['a@b.c, d@e.f', 'a@b.c\r\nBcc: d@e.f', '<a@b.c>', 'a b@c.d', 'nobody', '"x" <a@b.c>', 'a@b.c;d@e.f'])(
    'recipient %j is refused',
    async (to) => {
      const { adapter, emulator } = await mailbox();
      expect((await adapter.send(mail({ to }))).outcome).toBe('refused');
      expect(emulator.messages()).toHaveLength(0);
    },
  );

  test('a line break in a header is refused', async () => {
    const { adapter } = await mailbox();
    expect((await adapter.send(mail({ subject: 'Hi\r\nBcc: x@y.z' }))).outcome).toBe('refused');
  });

  test.each([
    ['rcpt', 'greylist', 'deferred', 0],
    ['rcpt', 'unknown_user', 'refused', 0],
    ['rcpt', 'drop_before', 'deferred', 0],
    ['data', 'defer', 'deferred', 0],
    ['data', 'reject', 'refused', 0],
    ['data', 'drop_before', 'unknown', 0],
    ['data', 'drop_after', 'unknown', 1],
  ])('%s %s is %s', async (on, kind, outcome, kept) => {
    const { adapter, emulator } = await mailbox();
    emulator.faults.add({ on, fault: { kind } });
    expect((await adapter.send(mail())).outcome).toBe(outcome);
    expect(emulator.messages()).toHaveLength(kept);
    expect((await adapter.send(mail())).outcome).toBe('accepted');
    expect(emulator.messages()).toHaveLength(1);
  });

  test('log-in: right, wrong and missing', async () => {
    const logins = { broker: 'pass word' };
    const right = await mailbox({ logins, config: { user: 'broker', password: 'pass word' } });
    expect((await right.adapter.send(mail())).outcome).toBe('accepted');
    const wrong = await mailbox({ logins, config: { user: 'broker', password: 'no' } });
    expect((await wrong.adapter.send(mail())).outcome).toBe('deferred');
    const missing = await mailbox({ logins });
    expect((await missing.adapter.send(mail())).outcome).toBe('deferred');
    expect(missing.emulator.messages()).toHaveLength(0);
  });

  test('private addresses, plain text to strangers and a server without STARTTLS get nothing', async () => {
    const stranger = await mailbox({ allow: '127.0.0.1:1' });
    expect((await stranger.adapter.send(mail())).outcome).toBe('deferred');
    const private_ = await mailbox({ allow: '', config: { security: 'tls' } });
    expect(await private_.adapter.send(mail())).toMatchObject({
      outcome: 'deferred',
      detail: expect.stringContaining('not public'),
    });
    const plain = await mailbox({ config: { security: 'starttls' } });
    expect((await plain.adapter.send(mail())).outcome).toBe('deferred');
    for (const { emulator } of [stranger, private_, plain]) expect(emulator.messages()).toHaveLength(0);
  });

  test('nobody listens: deferred', async () => {
    const clock = manualClock(new Date());
    const config: SmtpConfig = { host: '127.0.0.1', port: 1, security: 'none', timeoutMs: 1000 };
    expect((await createSmtpAdapter({ config, clock, allow: '127.0.0.1:1' }).send(mail())).outcome).toBe('deferred');
  });
});

describe('the mailbox', () => {
  const talk = async (port: number, lines: string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    await new Promise((resolve) => socket.once('connect', resolve));
    // All at once: pipelining.
    socket.write(lines.map((line) => `${line}\r\n`).join(''));
    await new Promise((resolve) => socket.once('close', resolve));
    return heard;
  };

  test('keeps to the order of commands', async () => {
    const { listening, emulator } = await mailbox();
    const heard = await talk(listening.smtpPort, [
      'MAIL FROM:<a@b.c>',
      'EHLO me',
      'RCPT TO:<x@y.z>',
      'MAIL FROM:<a@b.c> SIZE=99999999',
      'MAIL FROM:<a@b.c>',
      'MAIL FROM:<a@b.c>',
      'DATA',
      'RCPT TO:<x@y.z>',
      'HELP',
      'DATA',
      'Subject: hi',
      '',
      '..dot',
      '.',
      'QUIT',
    ]);
    const codes = heard
      .split('\r\n')
      .filter((line) => /^\d{3} /.test(line))
      .map((line) => line.slice(0, 3));
    expect(codes).toEqual(['220', '503', '250', '503', '552', '250', '503', '503', '250', '502', '354', '250', '221']);
    expect(emulator.messages()[0]).toMatchObject({ subject: 'hi', text: '.dot\r\n' });
  });

  test('refuses what is too big', async () => {
    const { adapter, emulator } = await mailbox({ maxBytes: 2000 });
    expect((await adapter.send(mail({ text: 'x'.repeat(5000) }))).outcome).toBe('refused');
    expect(emulator.messages()).toHaveLength(0);
  });

  test('shows mail to people in a sandbox and to programs as JSON', async () => {
    const { adapter, listening } = await mailbox();
    await adapter.send(
      mail({
        subject: '<script>alert(1)</script>',
        html: '<script>alert(1)</script><a href="https://x.example">go</a>',
      }),
    );
    await adapter.send(mail({ to: 'other@example.com' }));
    const list = await (await fetch(`${listening.url}/api/messages?to=ZOE@example.com`)).json();
    expect(list.messages).toHaveLength(1);
    const inbox = await fetch(`${listening.url}/`);
    expect(await inbox.text()).not.toContain('<script>');
    const frame = await fetch(`${listening.url}/messages/${list.messages[0].id}/html`);
    expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(frame.headers.get('content-security-policy')).toContain('sandbox allow-popups');
    const page = await (await fetch(`${listening.url}/messages/${list.messages[0].id}`)).text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
    expect((await fetch(`${listening.url}/messages/999`)).status).toBe(404);
    await fetch(`${listening.url}/api/messages`, { method: 'DELETE' });
    expect((await (await fetch(`${listening.url}/api/messages`)).json()).messages).toHaveLength(0);
  });

  test('reads encoded words, folded headers, base64 and nested parts', () => {
    const raw = [
      'Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?q?_aus_K=C3=B6ln?=',
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary="inner"',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      'R3LDvMOfZQ==',
      '--inner',
      'Content-Type: text/html; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>Gr=FC=DFe, lang=\r\ne Zeile</p>',
      '--inner--',
      '--outer--',
      '',
    ].join('\r\n');
    expect(parseMail(Buffer.from(raw, 'latin1'))).toMatchObject({
      subject: 'Grüße aus Köln',
      text: 'Grüße',
      html: '<p>Grüße, lange Zeile</p>',
    });
  });
});
