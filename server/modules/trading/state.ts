import { defineStates } from '@/server/kernel/state';

/** What the house has decided an account may do. What the platform shows stands beside it, never in it. */
export const accountStates = defineStates('trading account', 'provisioning', {
  provisioning: { open: 'active', open_restricted: 'close_only', fail: 'failed' },
  active: { restrict: 'close_only', disable: 'disabled', archive: 'archived', keep: 'active' },
  close_only: { release: 'active', disable: 'disabled', archive: 'archived', keep: 'close_only' },
  disabled: { release: 'active', restrict: 'close_only', archive: 'archived', keep: 'disabled' },
  archived: {},
  failed: { retry: 'provisioning' },
});
export type AccountState = (typeof accountStates.states)[number];

/** A movement of money on a platform. `unknown` is looked up; only what is proven absent may be tried once more. */
export const operationStates = defineStates('account operation', 'intent', {
  intent: { send: 'sent', give_up: 'failed' },
  sent: { apply: 'applied', refuse: 'failed', lose: 'unknown', postpone: 'intent' },
  unknown: { apply: 'applied', repeat: 'intent', give_up: 'failed', lose: 'unknown' },
  applied: { compensate: 'compensated' },
  failed: {},
  compensated: {},
});
export type OperationState = (typeof operationStates.states)[number];

export const inFlight: readonly OperationState[] = ['intent', 'sent', 'unknown'];
