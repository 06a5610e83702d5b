import { defineStates } from '@/server/kernel/state';

/** Whose turn it is. A closed thread is not the end: whoever writes again opens it. */
export const conversationStates = defineStates('conversation', 'waiting', {
  waiting: { ask: 'waiting', answer: 'answered', close: 'closed' },
  answered: { ask: 'waiting', answer: 'answered', close: 'closed', reopen: 'waiting' },
  closed: { ask: 'waiting', answer: 'answered', reopen: 'waiting' },
});

/** A request is answered once. What comes back is a new one. */
export const requestStates = defineStates('request', 'open', {
  open: { apply: 'done', refuse: 'refused', withdraw: 'withdrawn' },
  done: {},
  refused: {},
  withdrawn: {},
});
