import { defineStates } from '@/server/kernel/state';

/** A file from the moment we begin to store it until nothing of it is left. */
export const documentLife = defineStates('document', 'storing', {
  storing: { store: 'received', lose: 'failed' },
  received: { accept: 'accepted', reject: 'rejected', supersede: 'superseded' },
  accepted: { expire: 'expired', reject: 'rejected', supersede: 'superseded' },
  rejected: { accept: 'accepted', supersede: 'superseded' },
  expired: { supersede: 'superseded' },
  superseded: {},
  failed: {},
});

export const documentStates = [
  'storing',
  'received',
  'accepted',
  'rejected',
  'expired',
  'superseded',
  'failed',
] as const satisfies readonly (typeof documentLife.states)[number][];
export type DocumentState = (typeof documentStates)[number];
