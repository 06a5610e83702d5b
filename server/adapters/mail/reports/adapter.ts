import PostalMime, { type Email } from 'postal-mime';
import { returnLocalPattern } from '@/server/kernel/return-path';
import type { MailReport, MailReportsPort } from '@/server/modules/notifications/ports';

const nothing = { fault: null, detail: null };
const latin1 = new TextDecoder('latin1');

/** Delivery status notifications (RFC 3464) and feedback reports (RFC 5965), whoever sends them. */
export const postalReports: MailReportsPort = {
  read: async (raw) => {
    const mail = await PostalMime.parse(raw, { attachmentEncoding: 'utf8', forceRfc822Attachments: true });
    const parts = textsOf(mail);
    // Feedback loops blacken addresses, some servers quote, some encode: the message's own address is looked for everywhere.
    const everywhere = [latin1.decode(raw), ...parts.values()].join('\n');
    const locals = [...new Set([...everywhere.matchAll(returnLocalPattern)].map(([local]) => local.toLowerCase()))];
    const verdict = complaintOf(parts) ?? bounceOf(parts) ?? { kind: 'other' as const, ...nothing };
    return { ...verdict, locals: locals.slice(0, 10), ref: mail.messageId?.slice(0, 200) ?? null };
  },
};

function textsOf({ attachments }: Email): Map<string, string> {
  return new Map(
    attachments.map(({ mimeType, content }) => [
      mimeType.toLowerCase(),
      typeof content === 'string' ? content : latin1.decode(content),
    ]),
  );
}

/** Fields of one group; long ones go on in indented lines. */
function fieldsOf(text: string): Map<string, string> {
  const lines = text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const pairs = lines.flatMap((line) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    return name ? [[name.toLowerCase(), value?.trim() ?? ''] as const] : [];
  });
  return new Map(pairs);
}

type Verdict = Omit<MailReport, 'locals' | 'ref'>;

function complaintOf(parts: ReadonlyMap<string, string>): Verdict | null {
  const text = parts.get('message/feedback-report');
  if (!text) return null;
  const type = fieldsOf(text).get('feedback-type')?.toLowerCase() ?? 'other';
  // "not-spam" takes a report back; the rest (fraud, virus) is about our being forged.
  return type === 'abuse' || type === 'opt-out'
    ? { kind: 'complaint', fault: 'complaint', detail: `feedback report: ${type}` }
    : { kind: 'other', ...nothing };
}

/** RFC 3463: what is said of the mailbox itself for good. A full one (5.2.2) may be emptied, a policy (5.7) is about the mail. */
const ofTheAddress = /^5\.(1\.(1|2|3|6|10)|2\.1|4\.4)$/;

function bounceOf(parts: ReadonlyMap<string, string>): Verdict | null {
  const text = parts.get('message/delivery-status') ?? parts.get('message/global-delivery-status');
  if (!text) return null;
  // The first group is about the report, each later one about a recipient; ours have one.
  const groups = text.split(/\r?\n\r?\n/).map(fieldsOf);
  const about = groups.find((fields) => fields.has('action'));
  if (!about) return { kind: 'other', ...nothing };
  const action = about.get('action')?.toLowerCase().split(/\s/)[0];
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(about.get('status') ?? '')?.[0] ?? '';
  const detail = [status, about.get('diagnostic-code')].filter(Boolean).join(' ').slice(0, 500);
  if (action === 'failed') return { kind: 'bounce', fault: ofTheAddress.test(status) ? 'address' : 'message', detail };
  if (action === 'delivered') return { kind: 'delivered', ...nothing };
  return { kind: action === 'delayed' ? 'delayed' : 'other', fault: null, detail };
}
