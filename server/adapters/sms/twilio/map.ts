import type { SmsReport } from '@/server/modules/notifications/ports';

/** https://www.twilio.com/docs/api/errors: those that are about the number and will be so tomorrow. */
const aboutTheNumber: ReadonlySet<number> = new Set([21211, 21214, 21217, 21265, 21614, 30005, 30006]);
/** The owner of the number has answered STOP. */
const optedOut = 21610;

export const faultOf = (code: number | null): SmsReport['fault'] =>
  code === optedOut ? 'opted_out' : code !== null && aboutTheNumber.has(code) ? 'address' : 'message';

const states: Readonly<Record<string, SmsReport['state']>> = {
  accepted: 'taken',
  scheduled: 'taken',
  queued: 'taken',
  sending: 'taken',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** Null for a state that says nothing about an outbound message. */
export function reportOf(ref: string, status: string, errorCode: number | null): SmsReport | null {
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  if (!state) return null;
  const detail = state === 'failed' ? `${status}${errorCode === null ? '' : ` (${errorCode})`}` : null;
  return { ref, state, fault: state === 'failed' ? faultOf(errorCode) : null, detail };
}
