import { defineStates, type EventOf, type StateOf } from '@/server/kernel/state';

/** Four facets, one column and one writer each. A client may be funded before he is approved, so no single line can say it. */
export const facets = {
  verification: defineStates('verification', 'none', {
    none: { apply: 'applying' },
    applying: { submit: 'in_review', approve: 'approved', reject: 'rejected' },
    in_review: { approve: 'approved', reject: 'rejected', ask_again: 'applying' },
    approved: { expire: 'expired', reject: 'rejected', renew: 'approved' },
    rejected: { reopen: 'applying', approve: 'approved' },
    expired: { reopen: 'applying', approve: 'approved', reject: 'rejected' },
  }),
  funding: defineStates('funding', 'none', {
    none: { fund: 'funded' },
    funded: { fund: 'funded', empty: 'emptied' },
    emptied: { fund: 'funded' },
  }),
  trading: defineStates('trading', 'none', {
    none: { open_demo: 'demo', go_live: 'live' },
    demo: { open_demo: 'demo', go_live: 'live' },
    live: { go_live: 'live', fall_asleep: 'dormant' },
    dormant: { go_live: 'live' },
  }),
  relationship: defineStates('relationship', 'prospect', {
    prospect: { accept: 'client', close: 'closed' },
    client: { start_closing: 'closing' },
    closing: { keep: 'client', close: 'closed' },
    closed: {},
  }),
} as const;

export type Facet = keyof typeof facets;
export type FacetState<F extends Facet> = StateOf<(typeof facets)[F]>;
export type FacetEvent<F extends Facet> = EventOf<(typeof facets)[F]>;

export type Facets = { readonly [F in Facet]: FacetState<F> };

export const initialFacets: Facets = {
  verification: 'none',
  funding: 'none',
  trading: 'none',
  relationship: 'prospect',
};

export const stages = ['acquire', 'convert', 'fund', 'trade', 'retain', 'closed'] as const;
export type Stage = (typeof stages)[number];

/** What people see: the furthest milestone. Re-verification never undoes funded or active. */
export function stageOf({ verification, funding, trading, relationship }: Facets): Stage {
  if (relationship === 'closed') return 'closed';
  if (trading === 'dormant' || funding === 'emptied') return 'retain';
  if (trading === 'live' && funding === 'funded') return 'trade';
  if (funding === 'funded' || verification === 'approved') return 'fund';
  return verification === 'none' ? 'acquire' : 'convert';
}
