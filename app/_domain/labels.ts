import type { Tone } from '@/app/_ui/badge';

/** Colour is a statement: the normal case has none. One place decides for every surface. */
const tones: Record<string, Tone> = {
  approved: 'success',
  credited: 'success',
  paid: 'success',
  settled: 'success',
  funded: 'success',
  live: 'success',
  active: 'success',
  in_review: 'pending',
  checking: 'pending',
  applying: 'pending',
  processing: 'pending',
  collecting: 'pending',
  sending: 'pending',
  waiting: 'pending',
  awaiting_client: 'pending',
  rejecting: 'pending',
  rejected: 'destructive',
  failed: 'destructive',
  charged_back: 'destructive',
  disputed: 'destructive',
  restricted: 'destructive',
  expired: 'warning',
  unknown: 'warning',
  partly_paid: 'warning',
  returned: 'warning',
  dormant: 'warning',
  close_only: 'warning',
};

export const toneOf = (state: string): Tone => tones[state] ?? 'neutral';

const acronyms: ReadonlySet<string> = new Set(['kyc', 'mlro', 'ib', 'psp', 'pep', 'iban', 'api', 'sms']);

/** `in_review` → "In review": states are the field's words already. */
export const inWords = (state: string): string => {
  const words = state
    .replaceAll(/([a-z])([A-Z])/g, (_all, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll(/[_.]/g, ' ')
    .split(' ');
  const text = words.map((word) => (acronyms.has(word) ? word.toUpperCase() : word)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
