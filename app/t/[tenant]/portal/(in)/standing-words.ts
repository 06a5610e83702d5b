import type { z } from 'zod';
import type { MyStanding } from '@/server/modules/clients/contract';

export type Standing = z.output<typeof MyStanding>;
export type Stand =
  | 'closed'
  | 'closing'
  | 'rejected'
  | 'expired'
  | 'trading'
  | 'dormant'
  | 'emptied'
  | 'funded'
  | 'verified'
  | 'in_review'
  | 'applying'
  | 'joined';

/** The one sentence about where somebody stands: what stops him comes before what he has reached. */
export function standOf({ facets }: Pick<Standing, 'facets'>): Stand {
  const { verification, funding, trading, relationship } = facets;
  if (relationship === 'closed' || relationship === 'closing') return relationship;
  if (verification === 'rejected' || verification === 'expired') return verification;
  if (trading === 'dormant') return 'dormant';
  if (funding === 'emptied') return 'emptied';
  if (funding === 'funded') return trading === 'live' ? 'trading' : 'funded';
  if (verification === 'approved') return 'verified';
  if (verification === 'in_review' || verification === 'applying') return verification;
  return 'joined';
}

export type NextStep = { id: 'verify' | 'renew' | 'wait' | 'fund'; path: string | null };

/** The one thing to do now, or whose turn it is. null when nothing is missing. */
export function nextStepOf({ facets, capabilities }: Pick<Standing, 'facets' | 'capabilities'>): NextStep | null {
  if (facets.relationship === 'closed' || facets.relationship === 'closing') return null;
  if (facets.verification === 'in_review') return { id: 'wait', path: null };
  if (facets.verification === 'none' || facets.verification === 'applying') return { id: 'verify', path: '/verify' };
  if (facets.verification === 'expired') return { id: 'renew', path: '/verify' };
  const mayDeposit = capabilities.deposit.state === 'allowed' || capabilities.deposit.state === 'limited';
  if (facets.funding !== 'funded' && mayDeposit) return { id: 'fund', path: '/wallet/deposit' };
  return null;
}

export type PathStep = { id: 'joined' | 'verified' | 'funded' | 'trading'; state: 'done' | 'now' | 'next' };

/** Joined, verified, funded, trading: each is done for itself, and the first that is missing is now. */
export function pathOf({ facets }: Pick<Standing, 'facets'>): PathStep[] {
  const reached = {
    joined: true,
    verified: facets.verification === 'approved',
    funded: facets.funding !== 'none',
    trading: facets.trading === 'live' || facets.trading === 'dormant',
  };
  const ids = ['joined', 'verified', 'funded', 'trading'] as const;
  const first = ids.find((id) => !reached[id]);
  return ids.map((id) => ({ id, state: reached[id] ? 'done' : id === first ? 'now' : 'next' }));
}
