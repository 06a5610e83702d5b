import type { Money } from '@/server/kernel/money';
import type { Facets } from './journey';

export const tiers = ['T0', 'T1', 'T2', 'T3', 'restricted'] as const;
export type Tier = (typeof tiers)[number];

export const holdReasons = ['aml', 'chargeback', 'legal', 'fraud', 'tax', 'deceased', 'security'] as const;
export type HoldReason = (typeof holdReasons)[number];
/** Reasons that clients, sales and support read as "under review". */
export const restrictedHolds: ReadonlySet<HoldReason> = new Set(['aml', 'fraud', 'legal']);

export const actions = ['deposit', 'openAccount', 'trade', 'close', 'withdraw', 'transfer', 'refer'] as const;
export type Action = (typeof actions)[number];

export type CapabilityState = 'allowed' | 'limited' | 'reviewed' | 'denied';
export type Capability = {
  readonly state: CapabilityState;
  /** Stable words, keys of the human sentences. */
  readonly reasons: readonly string[];
  /** Total cap over the life of the tier, when limited by amount. */
  readonly limit?: Money;
};
export type Capabilities = Readonly<Record<Action, Capability>>;

export type Standing = {
  readonly facets: Facets;
  readonly holds: readonly { readonly reason: HoldReason }[];
  readonly tier: Tier;
  readonly category: string;
  /** Cap before full verification; the entity's jurisdiction may lower it. */
  readonly depositCap: Money | null;
  /** A dealer's signed exception, the only thing that takes the right to close. */
  readonly closeSuspended: boolean;
};

const order: Record<CapabilityState, number> = { allowed: 0, limited: 1, reviewed: 2, denied: 3 };

/** Gathers reasons; the strictest one wins, so nothing that is added can ever grant. */
class Verdict {
  private state: CapabilityState = 'allowed';
  private readonly reasons: { reason: string; least: CapabilityState }[] = [];
  limit: Money | null = null;

  at(least: CapabilityState, reason: string, when = true): this {
    if (!when) return this;
    if (order[least] > order[this.state]) this.state = least;
    if (!this.reasons.some((known) => known.reason === reason)) this.reasons.push({ reason, least });
    return this;
  }

  /** The reason that decides comes first. */
  done(): Capability {
    const reasons = [...this.reasons].sort((a, b) => order[b.least] - order[a.least]).map(({ reason }) => reason);
    return { state: this.state, reasons, ...(this.limit ? { limit: this.limit } : {}) };
  }
}

/** Which holds deny a withdrawal by name; every other restriction is answered by review with return to source. */
const withdrawalStops: ReadonlySet<HoldReason> = new Set(['aml', 'legal', 'fraud', 'deceased']);
/** After a change of how he signs in: nothing leaves for some days, so that the true owner can object. He may know why. */
const coolOff: HoldReason = 'security';

/**
 * What a client may do now, from facts alone: the same answer for portal, desk, API and jobs. Closing a position is never taken
 * away except by a dealer's signed exception.
 */
export function capabilitiesOf({ facets, holds, tier, depositCap, closeSuspended }: Standing): Capabilities {
  const { verification, relationship } = facets;
  const reasons = new Set(holds.map((hold) => hold.reason));
  const any = (...names: HoldReason[]) => names.some((name) => reasons.has(name));
  const isClosed = relationship === 'closed';
  const isLeaving = relationship === 'closing' || isClosed;
  const isRefused = verification === 'rejected' || verification === 'expired';
  const isRestricted = tier === 'restricted';

  const deposit = new Verdict()
    .at('denied', 'relationship_closing', isLeaving)
    .at('denied', `verification_${verification}`, isRefused)
    .at('denied', 'tier_restricted', isRestricted)
    .at('denied', 'under_hold', any('aml', 'fraud', 'legal', 'deceased'))
    .at('denied', 'chargeback_open', any('chargeback'))
    .at('denied', 'verification_not_begun', verification === 'none' || tier === 'T0');
  if (depositCap && (verification === 'applying' || verification === 'in_review')) {
    deposit.at('denied', 'verification_needed', depositCap.minor === 0n);
    deposit.at('limited', 'cap_before_verification');
    deposit.limit = depositCap;
  }
  const open = new Verdict()
    .at('denied', 'relationship_closing', isLeaving)
    .at('denied', 'verification_needed', verification !== 'approved')
    .at('denied', 'tier_restricted', isRestricted)
    .at('denied', 'under_hold', any('aml', 'fraud', 'legal', 'deceased', 'tax'));
  const trade = new Verdict()
    .at('denied', 'relationship_closed', isClosed)
    .at('limited', 'close_only', relationship === 'closing')
    .at('limited', 'close_only', isRefused || isRestricted)
    .at('limited', 'close_only', any('aml', 'legal', 'fraud', 'deceased'))
    .at(
      'denied',
      'verification_needed',
      verification === 'none' || verification === 'applying' || verification === 'in_review',
    );
  const close = new Verdict().at('denied', 'dealer_exception', closeSuspended);
  const withdraw = new Verdict()
    .at(
      'denied',
      'under_hold',
      [...reasons].some((reason) => withdrawalStops.has(reason)),
    )
    .at('denied', 'security_hold', any(coolOff))
    .at('reviewed', 'chargeback_open', any('chargeback'))
    .at('reviewed', 'tax_hold', any('tax'))
    .at('reviewed', `verification_${verification}`, verification !== 'approved')
    .at('reviewed', 'tier_restricted', isRestricted)
    .at('reviewed', 'relationship_closing', isLeaving);
  const transfer = new Verdict()
    .at('denied', 'relationship_closed', isClosed)
    .at('denied', 'under_hold', any('aml', 'fraud', 'legal', 'deceased'))
    .at(
      'denied',
      'verification_needed',
      verification === 'none' || verification === 'applying' || verification === 'in_review',
    )
    .at('limited', 'out_of_trading_only', isRefused || isRestricted || any('chargeback'));
  const refer = new Verdict()
    .at('denied', 'relationship_closing', isLeaving)
    .at('denied', 'verification_needed', verification !== 'approved')
    .at('denied', 'under_hold', reasons.size > 0)
    .at('denied', 'tier_restricted', isRestricted);
  return {
    deposit: deposit.done(),
    openAccount: open.done(),
    trade: trade.done(),
    close: close.done(),
    withdraw: withdraw.done(),
    transfer: transfer.done(),
    refer: refer.done(),
  };
}
