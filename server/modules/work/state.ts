import { defineStates } from '@/server/kernel/state';

export const workStates = defineStates('work_item', 'open', {
  open: {
    claim: 'claimed',
    snooze: 'snoozed',
    escalate: 'escalated',
    pause: 'paused',
    close: 'closed',
    hand_over: 'claimed',
    pass_on: 'open',
  },
  claimed: {
    release: 'open',
    snooze: 'snoozed',
    pause: 'paused',
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
  paused: { resume: 'open', take_up: 'claimed', close: 'closed' },
  escalated: { pause: 'paused', claim: 'claimed', close: 'closed', hand_over: 'claimed', pass_on: 'open' },
  closed: {},
});
