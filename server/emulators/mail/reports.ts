import type { Stored } from './pages';

type Returned = Pick<Stored, 'envelope' | 'messageId' | 'subject' | 'from' | 'to'>;
export type Failure = { readonly status: string; readonly action?: string; readonly words?: string };

const boundary = 'report-of-the-mailbox';
const headersOf = ({ envelope, messageId, subject, from, to }: Returned) =>
  [
    `Return-Path: <${envelope.from}>`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
  ].join('\r\n');

function report(type: string, to: string, at: Date, parts: readonly (readonly [string, string])[]): string {
  const bodies = parts.map(([mime, text]) => `--${boundary}\r\nContent-Type: ${mime}\r\n\r\n${text}\r\n`);
  return [
    'From: Mail Delivery System <mailer-daemon@mailbox.demo>',
    `To: ${to}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${at.getTime()}.${type}@mailbox.demo>`,
    'MIME-Version: 1.0',
    'Auto-Submitted: auto-replied',
    `Content-Type: multipart/report; report-type=${type}; boundary="${boundary}"`,
    '',
    `${bodies.join('')}--${boundary}--`,
    '',
  ].join('\r\n');
}

/** RFC 3464: the mailbox could not be reached after all, said hours later to the return address. */
export function deliveryStatus(mail: Returned, { status, action = 'failed', words }: Failure, at: Date): string {
  const [recipient = ''] = mail.envelope.to;
  const fields = [
    'Reporting-MTA: dns; mailbox.demo',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status}\r\n ${words ?? 'nobody of that name'}`,
    '',
  ].join('\r\n');
  return report('delivery-status', mail.envelope.from, at, [
    ['text/plain', 'Your message could not be delivered.'],
    ['message/delivery-status', fields],
    ['text/rfc822-headers', headersOf(mail)],
  ]);
}

/** RFC 5965, as a provider's feedback loop sends it: who complained is blackened, where the mail came from is not. */
export function feedbackReport(mail: Returned, type: string, at: Date): string {
  const fields = [
    `Feedback-Type: ${type}`,
    'User-Agent: DemoMailbox/1.0',
    'Version: 1',
    `Original-Mail-From: <${mail.envelope.from}>`,
    '',
  ].join('\r\n');
  return report('feedback-report', 'feedback-loop@operator.example', at, [
    ['text/plain', 'This is an abuse report.'],
    ['message/feedback-report', fields],
    ['message/rfc822', `${headersOf({ ...mail, to: 'redacted@mailbox.demo' })}\r\n\r\n(body left out)`],
  ]);
}
