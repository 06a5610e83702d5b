import { createTransport } from 'nodemailer';
import type { Clock } from '@/server/kernel/clock';
import type { Mail, MailPort, MailResult } from '@/server/modules/identity/ports';
import { parseAllow, type Resolve, resolveVetted } from '../../http/addresses';
import { OutboundError } from '../../http/outbound';
import type { SmtpConfig } from './config';

export type SmtpDeps = {
  readonly config: SmtpConfig;
  readonly clock: Clock;
  /** Value of OUTBOUND_ALLOW: a tenant's mail server is as guarded as any other address. */
  readonly allow?: string | undefined;
  readonly resolve?: Resolve;
};

// One recipient per message: an address that smuggles in another one is refused before anything is opened.
const address = /^[^\s<>(),;:\\"[\]@]{1,64}@[^\s<>(),;:\\"[\]@]{1,255}$/;

export function createSmtpAdapter(deps: SmtpDeps): MailPort {
  const allow = parseAllow(deps.allow);
  return {
    send: async (mail) => {
      const { config } = deps;
      if (!address.test(mail.to)) return { outcome: 'refused', detail: 'not one plain address', what: 'address' };
      const ours = Object.entries(mail.headers ?? {})
        .flat()
        .join('');
      if (/[\r\n]/.test(mail.from + mail.subject + mail.messageId + ours))
        return { outcome: 'refused', detail: 'line break in a header', what: 'message' };
      if (config.security === 'none' && !allow.has(`${config.host}:${config.port}`)) {
        return { outcome: 'deferred', detail: 'mail without encryption is for allowed hosts only' };
      }
      try {
        const [to] = await resolveVetted(config.host, config.port, allow, deps.resolve);
        if (!to) return { outcome: 'deferred', detail: 'no address' };
        return await hand(config, to.address, mail, deps.clock.now());
      } catch (error) {
        if (error instanceof OutboundError) return { outcome: 'deferred', detail: error.message };
        throw error;
      }
    },
  };
}

async function hand(config: SmtpConfig, to: string, mail: Mail, date: Date): Promise<MailResult> {
  // Nodemailer names no phase when a connection breaks; the conversation does: after 354 the message is on its way.
  const progress = { dataOpen: false };
  const transport = createTransport({
    host: to,
    port: config.port,
    secure: config.security === 'tls',
    requireTLS: config.security === 'starttls',
    ignoreTLS: config.security === 'none',
    // The address is pinned, the certificate is the host's.
    tls: { servername: config.host, minVersion: 'TLSv1.2' },
    connectionTimeout: config.timeoutMs,
    greetingTimeout: config.timeoutMs,
    socketTimeout: config.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    transactionLog: true,
    logger: listener(progress),
    ...(config.user ? { auth: { user: config.user, pass: config.password ?? '' } } : {}),
  });
  try {
    const { to: recipient, from, subject, html, text, messageId } = mail;
    const headers = { 'Auto-Submitted': 'auto-generated', ...mail.headers };
    const envelope = mail.returnPath ? { envelope: { from: mail.returnPath, to: recipient } } : {};
    await transport.sendMail({ to: recipient, from, subject, html, text, messageId, date, headers, ...envelope });
    return { outcome: 'accepted' };
  } catch (error) {
    return resultOf(error, progress.dataOpen);
  } finally {
    transport.close();
  }
}

function listener(progress: { dataOpen: boolean }) {
  const ignore = () => undefined;
  const hear = (entry: unknown, line: unknown) => {
    const fromServer = typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'server';
    if (fromServer && typeof line === 'string' && line.startsWith('354')) progress.dataOpen = true;
  };
  return { level: ignore, trace: ignore, debug: hear, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}

/** Said of a recipient, and yet about size or policy (RFC 5321 4.2.2): the address may be good. */
const aboutContent = new Set([552, 554]);
const aboutTheMessage = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/** 4xx comes again later, 5xx never; a break after DATA leaves open whether the other side took it. */
function resultOf(error: unknown, dataOpen: boolean): MailResult {
  const detail = error instanceof Error ? error.message : String(error);
  const { responseCode, command } = (typeof error === 'object' && error !== null ? error : {}) as {
    responseCode?: unknown;
    command?: unknown;
  };
  if (typeof responseCode !== 'number')
    return dataOpen ? { outcome: 'unknown', detail } : { outcome: 'deferred', detail };
  // A missing log-in (530), a refused one or no STARTTLS say nothing about the message: it waits for the setting to be right.
  const final =
    responseCode >= 500 && responseCode !== 530 && typeof command === 'string' && aboutTheMessage.has(command);
  if (!final) return { outcome: 'deferred', detail };
  return {
    outcome: 'refused',
    detail,
    what: command === 'RCPT TO' && !aboutContent.has(responseCode) ? 'address' : 'message',
  };
}
