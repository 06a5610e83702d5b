import type { ConnectionPorts } from '@/server/kernel/ports';

/**
 * What the trading module needs of a trading platform. Every number that is money, volume or price crosses as a decimal string, every moment as
 * an ISO 8601 UTC string with milliseconds. Adapters translate vendor units (lots x 10,000, cents, server-local epochs); nothing above this line sees them.
 */
export type PlatformKind = 'mt5' | 'mt4' | 'ctrader' | 'matchtrader';

/** `amount` is a decimal string with the asset's own number of places, negative for money out of the account. */
export type PlatformMoney = { readonly amount: string; readonly currency: string };

/** `login` is a string: tickets and logins of some platforms exceed 2^53. The tenant comes from the connection, never from the caller. */
export type AccountRef = { readonly platform: PlatformKind; readonly serverId: string; readonly login: string };

/** A password on its way to the platform; an object, so that it is never logged or serialised by accident. */
export type Secret = { reveal(): string };
export type TradingMode = 'full' | 'close_only' | 'disabled';
export type Rights = {
  readonly login: 'enabled' | 'disabled';
  readonly trading: TradingMode;
  readonly mayChangePassword?: boolean;
};
export type Capabilities = {
  /** How close-only is expressed: a right of the account, a mirror group with close-only symbols, or not at all. */
  readonly closeOnly: 'right' | 'mirror_group' | 'none';
  readonly swapFree: 'account' | 'group';
  readonly netting: 'account' | 'group' | 'never';
  /** `key`: the platform de-duplicates writes; `label`: our operation key can be found again; `none`: neither. */
  readonly nativeIdempotency: 'none' | 'key' | 'label';
  readonly optimisticLock: boolean;
  readonly marginCheckOnWithdraw: boolean;
  readonly streams: ReadonlyArray<'deals' | 'positions' | 'ticks' | 'accounts'>;
  readonly serverTime: 'utc' | 'server_local';
  /** Smallest volume step the platform can express, in lots. */
  readonly volumeStepLots: string;
  /** Usable characters of a balance operation's comment. */
  readonly commentMax: number;
  readonly pageMax: number;
};
type RefusedByPlatform = 'permission' | 'not_found' | 'exists' | 'conflict' | 'validation' | 'insufficient_funds';
type StateOfPlatform = 'auth' | 'rate_limited' | 'maintenance' | 'unavailable' | 'timeout' | 'protocol';
export type PlatformErrorCode = RefusedByPlatform | 'has_positions' | 'market_closed' | StateOfPlatform;
export type PlatformError = {
  readonly code: PlatformErrorCode;
  /** The same call may succeed later without any change. */
  readonly retryable: boolean;
  /** false: a write may or may not have happened; look it up before anything is tried again. */
  readonly outcomeKnown: boolean;
  readonly raw: { readonly code?: string; readonly text?: string };
};

/** The only way a port method fails. */
export class PlatformFailure extends Error {
  override readonly name = 'PlatformFailure';
  constructor(
    readonly error: PlatformError,
    message?: string,
  ) {
    super(message ?? `${error.code}${error.raw.code ? ` (${error.raw.code})` : ''}: ${error.raw.text ?? ''}`);
  }
}
export type OpResult = {
  /** `duplicate`: it had been applied before this call and nothing was done now; `unknown`: see `findBalanceOperation`. */
  readonly status: 'applied' | 'duplicate' | 'rejected' | 'unknown';
  readonly platformRef?: string;
  readonly at?: string;
  readonly error?: PlatformError;
};

/** `extraRefs` are further postings that carry the same operation key: money posted twice, for a person to resolve. */
export type OpLookup =
  | {
      readonly found: true;
      readonly platformRef: string;
      readonly at: string;
      readonly amount: string;
      readonly extraRefs: readonly string[];
    }
  | { readonly found: false };
type Transfer = 'deposit' | 'withdraw' | 'credit_in' | 'credit_out';
export type BalanceOperationKind = Transfer | 'charge' | 'correction' | 'bonus';
export type BalanceOperation = {
  readonly opId: string;
  /** 2 and above when an earlier attempt was proven absent; it shows in the comment beside the same key. */
  readonly attempt?: number;
  readonly account: AccountRef;
  readonly kind: BalanceOperationKind;
  /** Positive for deposit, withdraw, credit_in and credit_out (the kind gives the direction); signed for charge, correction and bonus. */
  readonly amount: PlatformMoney;
  /** Human text; the adapter puts the operation key first and cuts the rest to what the platform keeps. */
  readonly comment: string;
  /** false lets a withdrawal take free margin below zero. */
  readonly checkMargin: boolean;
  /** Set when an earlier attempt may exist: it is looked up first and answered as `duplicate`. */
  readonly attemptedSince?: string;
};
export type CreateAccount = {
  readonly opId: string;
  /** A login of our own range makes creation idempotent: a repeat meets the account it made. */
  readonly reservedLogin?: string;
  readonly group: string;
  /** 1:N is N. */
  readonly leverage: number;
  readonly name: string;
  readonly email?: string;
  /** ISO 3166-1 alpha-2; the adapter translates to what the platform stores. */
  readonly country?: string;
  readonly masterPassword: Secret;
  readonly investorPassword: Secret;
};

export type PlatformAccount = {
  readonly ref: AccountRef;
  /** The home group: a close-only mirror group is reported as the group it mirrors plus `rights.trading = close_only`. */
  readonly group: string;
  readonly platformGroup: string;
  readonly name: string;
  readonly leverage: number;
  readonly rights: Rights;
  readonly balance: PlatformMoney;
  readonly credit: PlatformMoney;
  readonly equity: PlatformMoney;
  readonly margin: PlatformMoney;
  readonly freeMargin: PlatformMoney;
  /** Percent. */
  readonly marginLevel?: string;
  readonly floating: PlatformMoney;
  readonly registeredAt?: string;
  readonly version?: string;
  readonly asOf: string;
};

export type TradeAction = 'buy' | 'sell' | 'cancelled';
export type MoneyAction = 'balance' | 'credit' | 'charge' | 'correction' | 'bonus' | 'negative_balance_compensation';
export type FeeAction = 'commission' | 'interest' | 'dividend' | 'tax' | 'agent' | 'other';
export type DealAction = TradeAction | MoneyAction | FeeAction;

type ByPerson = 'client' | 'mobile' | 'web' | 'expert' | 'signal' | 'dealer';
type ByServer = 'stop_loss' | 'take_profit' | 'stop_out' | 'rollover' | 'gateway' | 'migration' | 'other';
export type DealReason = ByPerson | ByServer;

/** One row of the platform's money and trade history. Deals can be edited: (ticket, version) is what to keep, ticket is what to replace. */
export type PlatformDeal = {
  readonly ticket: string;
  /** Hash of the deal as the platform shows it; changes when somebody edits the deal. */
  readonly version: string;
  readonly edited: boolean;
  readonly login: string;
  readonly action: DealAction;
  /** Only for buy and sell. */
  readonly entry?: 'in' | 'out' | 'inout' | 'out_by';
  readonly reason: DealReason;
  readonly orderRef?: string;
  readonly positionRef?: string;
  readonly symbol?: string;
  /** Lots, up to 8 places. */
  readonly lots?: string;
  /** Lots of the position this deal closed. */
  readonly lotsClosed?: string;
  readonly contractSize?: string;
  readonly price?: string;
  /** Open price of the position that was closed. */
  readonly positionPrice?: string;
  /** The platform's bid and ask when it executed the deal. */
  readonly marketBid?: string;
  readonly marketAsk?: string;
  /** Profit currency to deposit currency. */
  readonly profitRate?: string;
  /** In the account's deposit currency. For balance deals this is the amount posted. */
  readonly profit: string;
  readonly swap: string;
  readonly commission: string;
  readonly comment: string;
  /** Our operation key when the comment carries one; equals `operationTag(opId)`. */
  readonly tag?: string;
  readonly at: string;
  /** Milliseconds as the platform gave them, before the zone was taken off. */
  readonly rawTimeMs: string;
};

/** Opaque; kept by the caller and handed back. `start` begins at that moment. */
export type DealCursor = string;

export type DealBatch = {
  /** Ordered by time and ticket; may repeat a deal whose hour changed, so the caller drops (ticket, version) it has. */
  readonly deals: readonly PlatformDeal[];
  readonly next: DealCursor;
  /** false: more is waiting, call again at once. */
  readonly complete: boolean;
  /** Ranges in which something changed behind the cursor: `tickets` is all that the platform has there now, others were deleted. */
  readonly rescanned: ReadonlyArray<{
    readonly fromRawMs: string;
    readonly toRawMs: string;
    readonly tickets: readonly string[];
  }>;
};

export type PlatformPosition = {
  readonly ticket: string;
  readonly login: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly lots: string;
  readonly contractSize: string;
  readonly openPrice: string;
  readonly currentPrice: string;
  readonly stopLoss?: string;
  readonly takeProfit?: string;
  /** Deposit currency. */
  readonly profit: string;
  readonly swap: string;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly comment: string;
};

export type PlatformSymbol = {
  readonly symbol: string;
  readonly path: string;
  readonly description: string;
  readonly baseCurrency: string;
  readonly profitCurrency: string;
  readonly marginCurrency: string;
  readonly digits: number;
  readonly contractSize: string;
  readonly lotsMin: string;
  readonly lotsMax: string;
  readonly lotsStep: string;
  readonly tradeMode: 'disabled' | 'long_only' | 'short_only' | 'close_only' | 'full';
  readonly swapLong: string;
  readonly swapShort: string;
  /** Hash of the specification; stored beside deals so that a later change of the instrument is visible. */
  readonly version: string;
};

export type PlatformGroup = {
  readonly name: string;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly company: string;
  readonly accounting: 'hedging' | 'netting' | 'exchange';
  readonly marginCallLevel: string;
  readonly stopOutLevel: string;
  readonly levelUnit: 'percent' | 'money';
  readonly swapFree: boolean;
  readonly negativeBalanceProtection: boolean;
  readonly hedgingAllowed: boolean;
  readonly closeOnly: boolean;
};

export type PlatformTick = { readonly symbol: string; readonly bid: string; readonly ask: string; readonly at: string };

export type PlatformHealth = {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly serverTime?: string;
  readonly lastTickAgeMs?: number;
  readonly detail: Readonly<Record<string, string>>;
};

export interface TradingPlatformPort {
  readonly kind: PlatformKind;
  capabilities(): Promise<Capabilities>;
  health(): Promise<PlatformHealth>;
  /** What a deal's `tag` will be for this operation; pure, so it can be stored with the intent. */
  operationTag(opId: string): string;
  createAccount(account: CreateAccount): Promise<AccountRef>;
  getAccount(account: AccountRef): Promise<PlatformAccount | null>;
  /** Recovery after an unknown creation; by the reserved login when there is one, else by a search of the group. */
  findAccountByOp(opId: string, where: { reservedLogin?: string; group?: string }): Promise<AccountRef | null>;
  listAccounts(query: {
    cursor?: string;
    groupMask?: string;
    limit: number;
  }): Promise<{ accounts: readonly AccountRef[]; next?: string }>;
  setGroup(account: AccountRef, group: string): Promise<void>;
  setLeverage(account: AccountRef, leverage: number): Promise<void>;
  setRights(account: AccountRef, rights: Rights): Promise<void>;
  setPassword(account: AccountRef, kind: 'main' | 'investor', password: Secret): Promise<void>;
  /** Never throws for what the platform answered or failed to answer; see `OpResult.status`. */
  balanceOperation(operation: BalanceOperation): Promise<OpResult>;
  /** Throws when the platform cannot be asked; an answer of `found: false` is what it said at that moment. */
  findBalanceOperation(opId: string, account: AccountRef, since: string): Promise<OpLookup>;
  dealCursorAt(start: Date): DealCursor;
  pollDeals(cursor: DealCursor, limit: number): Promise<DealBatch>;
  positions(selection: { account: AccountRef } | { groupMask: string }): Promise<readonly PlatformPosition[]>;
  groups(mask?: string): Promise<readonly PlatformGroup[]>;
  symbols(group?: string): Promise<readonly PlatformSymbol[]>;
  /** With `since` of an earlier answer only what changed is returned. */
  ticks(symbols: readonly string[], since?: string): Promise<{ ticks: readonly PlatformTick[]; since: string }>;
  archive(account: AccountRef): Promise<void>;
  close(): Promise<void>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    platform: ConnectionPorts<TradingPlatformPort>;
  }
}
