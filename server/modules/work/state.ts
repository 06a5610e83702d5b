import { defineStates } from '@/server/kernel/state';

export const workStates = defineStates('work_item', 'open', {
  open: {
    claim: 'claimed',
    snooze: 'snoozed',
    escalate: 'escalated',
    close: 'closed',
    hand_over: 'claimed',
    pass_on: 'open',
  },
  claimed: {
    release: 'open',
    snooze: 'snoozed',
    escalate: 'escalated',
    close: 'closed',
    hand_over: 'claimed',
    pass_on: 'open',
  },
  snoozed: {
    claim: 'claimed',
    wake: 'open',
    escalate: 'escalated',
    close: 'closed',
    hand_over: 'claimed',
    pass_on: 'open',
  },
  escalated: { claim: 'claimed', close: 'closed', hand_over: 'claimed', pass_on: 'open' },
  closed: {},
});
