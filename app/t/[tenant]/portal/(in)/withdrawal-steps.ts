import type { WithdrawalView } from '@/server/modules/payments/contract';

/** Withdrawals that are still on their way, to the client or back. */
export const openWithdrawalStates: string[] = [
  'collecting',
  'checking',
  'in_review',
  'approved',
  'sending',
  'partly_paid',
  'rejecting',
];

export type WithdrawalStep = {
  id: 'asked' | 'collected' | 'checked' | 'sent' | 'arrived' | 'coming_back' | 'back';
  state: 'done' | 'now' | 'next';
  at: Date | null;
};
type Facts = Pick<WithdrawalView, 'state' | 'requestedAt' | 'approvedAt' | 'closedAt' | 'sourceLogin'>;

/** How far each state has come on the way out. */
const reached: Readonly<Record<string, number>> = {
  collecting: 1,
  checking: 2,
  in_review: 2,
  approved: 3,
  sending: 3,
  partly_paid: 4,
  paid: 5,
};

/** The way of one withdrawal as its owner understands it: what is done, what is now, what comes. */
export function stepsOf({ state, requestedAt, approvedAt, closedAt, sourceLogin }: Facts): WithdrawalStep[] {
  const asked: WithdrawalStep = { id: 'asked', state: 'done', at: requestedAt };
  const at = reached[state];
  if (at === undefined)
    return [
      asked,
      { id: 'coming_back', state: state === 'rejecting' ? 'now' : 'done', at: null },
      { id: 'back', state: state === 'rejecting' ? 'next' : 'done', at: closedAt },
    ];
  const place = (step: number) => (at > step ? 'done' : at === step ? 'now' : 'next');
  const isFromAccount = state === 'collecting' || sourceLogin !== null;
  return [
    asked,
    ...(isFromAccount ? [{ id: 'collected', state: place(1), at: null } as const] : []),
    { id: 'checked', state: place(2), at: approvedAt },
    { id: 'sent', state: place(3), at: null },
    { id: 'arrived', state: place(4), at: closedAt },
  ];
}
