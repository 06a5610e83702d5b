import type { z } from 'zod';
import type { MyStanding } from '@/server/modules/clients/contract';
import type { MyApplication } from '@/server/modules/onboarding/contract';
import type { AccountRow } from '@/server/modules/trading/contract';

type Standing = z.output<typeof MyStanding>;
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

export type NextStep = {
  id: 'verify' | 'finish' | 'asked' | 'again' | 'renew' | 'wait' | 'fund' | 'open' | 'opening' | 'move' | 'trade';
  path: string | null;
};
type Account = Pick<AccountRow, 'id' | 'login' | 'state' | 'environment' | 'balance' | 'openPositions' | 'lastDealAt'>;
/** What is known beyond the standing. What could not be asked is left out, and its steps with it. */
type Facts = {
  application?: Pick<MyApplication, 'next'> | undefined;
  accounts?: readonly Account[] | undefined;
  /** Free in the wallet. */
  wallet?: bigint | undefined;
};

const turns: Readonly<Record<string, NextStep['id']>> = {
  begin_verification: 'verify',
  finish_form: 'finish',
  finish_renewal: 'renew',
  send_what_is_asked: 'asked',
  may_try_again: 'again',
  renew_verification: 'renew',
};

function verificationStep(verification: string, application: Facts['application']): NextStep | null {
  const turn = application ? turns[application.next] : undefined;
  if (turn) return { id: turn, path: '/verify' };
  if (verification === 'in_review') return { id: 'wait', path: null };
  if (application) return null;
  if (verification === 'none' || verification === 'applying') return { id: 'verify', path: '/verify' };
  return verification === 'expired' ? { id: 'renew', path: '/verify' } : null;
}

function tradingStep(accounts: readonly Account[], wallet: bigint, mayOpen: boolean): NextStep | null {
  const live = accounts.filter(({ environment, state }) => environment === 'live' && state !== 'archived');
  if (live.length === 0) return mayOpen ? { id: 'open', path: '/accounts/new' } : null;
  const opening = live.find(({ state }) => state === 'provisioning');
  if (opening) return { id: 'opening', path: null };
  const ready = live.filter(({ login, state }) => login !== null && state === 'active');
  const [first] = ready;
  if (!first) return null;
  const funded = ready.find(({ balance }) => (balance?.minor ?? 0n) > 0n);
  const hasTraded = ready.some(({ openPositions, lastDealAt }) => openPositions > 0 || lastDealAt !== null);
  if (!funded && !hasTraded) return wallet > 0n ? { id: 'move', path: `/accounts/${first.id}/move` } : null;
  return funded && !hasTraded ? { id: 'trade', path: `/accounts/${funded.id}` } : null;
}

/** The one thing to do now, or whose turn it is. null when nothing is missing. */
export function nextStepOf(
  { facets, capabilities }: Pick<Standing, 'facets' | 'capabilities'>,
  { application, accounts, wallet = 0n }: Facts = {},
): NextStep | null {
  if (facets.relationship === 'closed' || facets.relationship === 'closing') return null;
  const verify = verificationStep(facets.verification, application);
  if (verify) return verify;
  const mayDeposit = capabilities.deposit.state === 'allowed' || capabilities.deposit.state === 'limited';
  if (facets.funding !== 'funded' && mayDeposit) return { id: 'fund', path: '/wallet/deposit' };
  return accounts ? tradingStep(accounts, wallet, capabilities.openAccount.state === 'allowed') : null;
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
