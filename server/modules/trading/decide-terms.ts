import type { Id } from '@/server/kernel/ids';
import { localDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { consult, decide } from '@/server/modules/policy';
import { leverageNow } from './calc';
import type { Trader } from './client-facts';
import { type LeverageTerms, leverageTerms, regimeOf } from './leverage';
import { accountTerms, type TermsOutcome } from './policy';
import type { TradingMode } from './ports';
import { type AccountRow, snapshotOf, updateAccount } from './repository/accounts';
import type { OfferRow } from './repository/offers';
import { type AccountState, accountStates } from './state';

type Subject = {
  readonly trader: Trader;
  readonly offer: OfferRow;
  readonly openPositions: number;
};

const factsOf = ({ trader, offer, openPositions }: Subject) => ({
  environment: offer.environment === 'demo' ? ('demo' as const) : ('live' as const),
  jurisdiction: trader.jurisdiction,
  residence: trader.country ?? '',
  tier: trader.tier,
  category: trader.category,
  tradeCapability: trader.trade.state,
  verification: trader.verification,
  openPositions: BigInt(openPositions),
});

/** The strictest of law, policy, offer and wish. Demo money is under no law of leverage. */
function leverageUnder(
  { trader, offer }: Subject,
  outcome: TermsOutcome,
  wished: number | null,
  now: Date,
): LeverageTerms {
  const places = [trader.jurisdiction, ...(trader.country ? [trader.country] : [])];
  return leverageTerms({
    regimes: offer.environment === 'demo' ? [] : [...new Set(places.map(regimeOf))],
    category: trader.category,
    houseMax: { ...offer.leverageByClass, default: offer.leverageMax },
    tierMax: outcome.leverageMax,
    requested: wished ?? offer.leverageDefault,
    on: localDate(now, 'UTC'),
  });
}

/** The most this client could have under this offer, untraced: for showing offers. */
export async function leverageOffered(
  read: Read,
  subject: Subject,
): Promise<{ start: LeverageTerms; max: LeverageTerms }> {
  const { outcome } = await consult(read, accountTerms, factsOf(subject));
  return {
    start: leverageUnder(subject, outcome, null, read.now),
    max: leverageUnder(subject, outcome, subject.offer.leverageMax, read.now),
  };
}

/** What the law alone leaves of leverage, whatever house and client would like. */
export function lawfulMax(subject: Subject, now: Date): number {
  const outcome: TermsOutcome = { trading: 'full', leverageMax: null, lowering: 'at_once', graceDays: 0 };
  const unbounded = { ...subject, offer: { ...subject.offer, leverageByClass: {}, leverageMax: 5_000 } };
  return leverageUnder(unbounded, outcome, 5_000, now).account;
}

export type Decided = {
  readonly trading: TradingMode;
  readonly leverage: number;
  readonly group: string;
  readonly because: readonly string[];
  readonly decisionId: Id<'decision'>;
  readonly outcome: TermsOutcome;
};

/** Asks policy and law, with a trace. Leverage 0 means that nothing may be offered to this client. */
export async function decideFor(
  uow: Uow,
  subject: Subject,
  about: { readonly accountId: Id<'tradingAccount'>; readonly wished: number | null },
): Promise<Decided> {
  const { outcome, row, version, id } = await decide(uow, accountTerms, factsOf(subject), {
    objectId: about.accountId,
    client: subject.trader.id,
  });
  const terms = leverageUnder(subject, outcome, about.wished, uow.now);
  const because = [...terms.because, `policy ${version}${row ? ` ${row}` : ''}`];
  if (terms.account === 0) return { ...nothing, group: subject.offer.groupName, because, decisionId: id, outcome };
  return {
    trading: outcome.trading,
    leverage: terms.account,
    group: subject.offer.groupName,
    because,
    decisionId: id,
    outcome,
  };
}
const nothing = { trading: 'close_only', leverage: 0 } as const;

const stateFor: Record<TradingMode, AccountState> = { full: 'active', close_only: 'close_only', disabled: 'disabled' };
const eventFor = { active: 'release', close_only: 'restrict', disabled: 'disable' } as const;

export const exceptionHolds = (account: AccountRow, now: Date): boolean =>
  account.exceptionAt !== null && (account.exceptionUntil === null || account.exceptionUntil > now);

/**
 * Recomputes what an account should have and writes it down when it is new. A foreign value in a field that is decided anew is
 * overruled: the newer decision wins. Answers whether anything changed.
 */
export async function redecide(
  uow: Uow,
  account: AccountRow,
  subject: Omit<Subject, 'openPositions'>,
): Promise<boolean> {
  const openPositions = (await snapshotOf(uow, account.id))?.openPositions ?? 0;
  const decided = await decideFor(
    uow,
    { ...subject, openPositions },
    { accountId: account.id, wished: account.requestedLeverage },
  );
  const exception = exceptionHolds(account, uow.now) ? account : null;
  const wanted = exception?.exceptionLeverage ?? Math.max(1, decided.leverage);
  const lowering = leverageNow({
    current: account.login === null ? null : account.desiredLeverage,
    wanted,
    openPositions,
    lowering: decided.outcome.lowering,
    graceDays: decided.outcome.graceDays,
    pending:
      account.pendingLeverage !== null && account.pendingFrom !== null
        ? { leverage: account.pendingLeverage, from: account.pendingFrom }
        : null,
    now: uow.now,
  });
  const judged: TradingMode = subject.trader.close.state === 'denied' ? 'disabled' : decided.trading;
  const trading = (exception?.exceptionTrading as TradingMode | null | undefined) ?? judged; // written by our own verb
  const group = exception?.exceptionGroup ?? decided.group;
  return write(uow, account, { trading, group, because: decided.because, decisionId: decided.decisionId, ...lowering });
}

type Next = Pick<Decided, 'trading' | 'group' | 'because' | 'decisionId'> & ReturnType<typeof leverageNow>;

async function write(uow: Uow, account: AccountRow, next: Next): Promise<boolean> {
  const isNew = {
    group: next.group !== account.desiredGroup,
    leverage: next.leverage !== account.desiredLeverage,
    trading: next.trading !== account.desiredTrading,
  };
  const isNoticed = next.pending !== null && next.pending !== account.pendingLeverage;
  const isPendingGone = next.pending === null && account.pendingLeverage !== null;
  if (!isNew.group && !isNew.leverage && !isNew.trading && !isNoticed && !isPendingGone) return false;
  const state = account.login === null ? account.state : stateAfter(account, next.trading);
  await updateAccount(uow, account.id, {
    state,
    desiredGroup: next.group,
    desiredLeverage: next.leverage,
    desiredTrading: next.trading,
    desiredBecause: next.because,
    desiredAt: uow.now,
    decisionId: next.decisionId,
    pendingLeverage: next.pending,
    pendingFrom: next.pendingFrom,
    ...(isNoticed ? { pendingSince: uow.now } : next.pending === null ? { pendingSince: null } : {}),
    ...(isNew.group && account.observedGroup ? { baseGroup: account.observedGroup } : {}),
    ...(isNew.leverage && account.observedLeverage ? { baseLeverage: account.observedLeverage } : {}),
    ...(isNew.trading && account.observedTrading ? { baseTrading: account.observedTrading } : {}),
  });
  uow.audit({
    action: 'trading.terms.decided',
    object: { type: 'tradingAccount', id: account.id },
    client: account.clientId,
    changes: {
      state: [account.state, state],
      group: [account.desiredGroup, next.group],
      leverage: [account.desiredLeverage, next.leverage],
      trading: [account.desiredTrading, next.trading],
      pendingLeverage: [account.pendingLeverage, next.pending],
    },
    facts: { because: next.because, decision: next.decisionId, pendingFrom: next.pendingFrom },
  });
  const data = { accountId: account.id, clientId: account.clientId };
  if (isNoticed) uow.emit({ name: 'trading/terms.noticed', data });
  if (account.login !== null) uow.emit({ name: 'trading/terms.decided', data });
  return true;
}

function stateAfter(account: AccountRow, trading: TradingMode): string {
  const to = stateFor[trading];
  if (to === account.state || account.state === 'archived') return account.state;
  const events = accountStates.transitions[account.state as AccountState]; // the column's check constraint
  return events[eventFor[to as keyof typeof eventFor]] ?? account.state;
}
