import { Decimal, formatDecimal, parseDecimal } from '@/server/kernel/decimal';
import { fromServerEpochMs, type ServerZoneHistory } from '@/server/kernel/server-time';
import type {
  DealAction,
  DealReason,
  PlatformDeal,
  PlatformGroup,
  PlatformPosition,
  PlatformSymbol,
  PlatformTick,
} from '@/server/modules/trading/ports';
import { decimalText, fingerprint, small, text, type Wire } from './record';
import { tagIn } from './tag';

const dealActions: readonly DealAction[] = [
  'buy',
  'sell',
  'balance',
  'credit',
  'charge',
  'correction',
  'bonus',
  'commission',
  'commission',
  'commission',
  'agent',
  'agent',
  'interest',
  'cancelled',
  'cancelled',
  'dividend',
  'dividend',
  'tax',
  'agent',
  'negative_balance_compensation',
  // 20, SO_COMPENSATION_CREDIT: what a stop-out took of the credit, made good in credit; no cash moves.
  'credit',
];
const entries = ['in', 'out', 'inout', 'out_by'] as const;
const dealReasons: Readonly<Record<number, DealReason>> = {
  0: 'client',
  1: 'expert',
  2: 'dealer',
  3: 'stop_loss',
  4: 'take_profit',
  5: 'stop_out',
  6: 'rollover',
  9: 'gateway',
  10: 'signal',
  15: 'migration',
  16: 'mobile',
  17: 'web',
};

/** VolumeExt counts 1e-8 lot; Volume, 1e-4 lot, is the fallback of older servers. */
function lots(wire: Wire, field: string): string {
  const ext = typeof wire[`${field}Ext`] === 'string' ? decimalText(wire, `${field}Ext`) : '0';
  const [units, scale] = ext === '0' ? [decimalText(wire, field), '1e-4'] : [ext, '1e-8'];
  return formatDecimal(parseDecimal(units).mul(new Decimal(scale)));
}

const plain = (wire: Wire, field: string): string => formatDecimal(parseDecimal(decimalText(wire, field)));
const isZero = (value: string): boolean => parseDecimal(value).isZero();
const some = <K extends string>(key: K, value: string): { [P in K]?: string } =>
  isZero(value) ? {} : ({ [key]: value } as { [P in K]: string });

export function at(wallMs: string, zone: ServerZoneHistory, after?: Date): string {
  return fromServerEpochMs(Number(wallMs), zone, after).at.toISOString();
}

/** In ticket order, so that in the hour a clock repeats each deal is no earlier than the one before it. */
export function dealsFrom(wires: readonly Wire[], zone: ServerZoneHistory): PlatformDeal[] {
  const ordered = wires
    .map((wire) => ({ wire, ticket: BigInt(decimalText(wire, 'Deal')) }))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
  const deals: PlatformDeal[] = [];
  for (const { wire } of ordered) {
    const before = deals.at(-1);
    deals.push(dealFrom(wire, zone, before ? new Date(before.at) : undefined));
  }
  return deals;
}

function dealFrom(wire: Wire, zone: ServerZoneHistory, after?: Date): PlatformDeal {
  const action = dealActions[small(wire, 'Action')] ?? 'other';
  const comment = text(wire, 'Comment');
  const tag = tagIn(comment);
  const rawTimeMs = decimalText(wire, 'TimeMsc');
  return {
    ticket: decimalText(wire, 'Deal'),
    version: fingerprint(wire),
    edited: small(wire, 'ModificationFlags') !== 0,
    login: decimalText(wire, 'Login'),
    action,
    reason: dealReasons[small(wire, 'Reason')] ?? 'other',
    ...(action === 'buy' || action === 'sell' ? tradeOf(wire) : {}),
    profit: decimalText(wire, 'Profit'),
    swap: decimalText(wire, 'Storage'),
    commission: decimalText(wire, 'Commission'),
    comment,
    ...(tag === undefined ? {} : { tag }),
    at: at(rawTimeMs, zone, after),
    rawTimeMs,
  };
}

function tradeOf(wire: Wire): Partial<PlatformDeal> {
  const entry = entries[small(wire, 'Entry')];
  return {
    ...(entry === undefined ? {} : { entry }),
    orderRef: decimalText(wire, 'Order'),
    positionRef: decimalText(wire, 'PositionID'),
    symbol: text(wire, 'Symbol'),
    lots: lots(wire, 'Volume'),
    ...some('lotsClosed', lots(wire, 'VolumeClosed')),
    contractSize: plain(wire, 'ContractSize'),
    price: decimalText(wire, 'Price'),
    ...some('positionPrice', decimalText(wire, 'PricePosition')),
    ...some('marketBid', decimalText(wire, 'MarketBid')),
    ...some('marketAsk', decimalText(wire, 'MarketAsk')),
    ...some('profitRate', decimalText(wire, 'RateProfit')),
  };
}

export function positionFrom(wire: Wire, zone: ServerZoneHistory): PlatformPosition {
  return {
    ticket: decimalText(wire, 'Position'),
    login: decimalText(wire, 'Login'),
    symbol: text(wire, 'Symbol'),
    side: small(wire, 'Action') === 0 ? 'buy' : 'sell',
    lots: lots(wire, 'Volume'),
    contractSize: plain(wire, 'ContractSize'),
    openPrice: decimalText(wire, 'PriceOpen'),
    currentPrice: decimalText(wire, 'PriceCurrent'),
    ...some('stopLoss', decimalText(wire, 'PriceSL')),
    ...some('takeProfit', decimalText(wire, 'PriceTP')),
    profit: decimalText(wire, 'Profit'),
    swap: decimalText(wire, 'Storage'),
    openedAt: at(decimalText(wire, 'TimeCreateMsc'), zone),
    updatedAt: at(decimalText(wire, 'TimeUpdateMsc'), zone),
    comment: text(wire, 'Comment'),
  };
}

const tradeModes = ['disabled', 'long_only', 'short_only', 'close_only', 'full'] as const;

/** What changes the value of a deal or the money it needs; a new colour is not a new version. */
const specFields = [
  'Digits',
  'ContractSize',
  'CurrencyBase',
  'CurrencyProfit',
  'CurrencyMargin',
  'CalcMode',
  'TradeMode',
  'SwapMode',
  'SwapLong',
  'SwapShort',
  'Swap3Day',
  'MarginInitial',
  'MarginInitialBuy',
  'MarginInitialSell',
  'VolumeMin',
  'VolumeMax',
  'VolumeStep',
];

export function symbolFrom(wire: Wire): PlatformSymbol {
  return {
    symbol: text(wire, 'Symbol'),
    path: text(wire, 'Path'),
    description: text(wire, 'Description'),
    baseCurrency: text(wire, 'CurrencyBase'),
    profitCurrency: text(wire, 'CurrencyProfit'),
    marginCurrency: text(wire, 'CurrencyMargin'),
    digits: small(wire, 'Digits'),
    contractSize: plain(wire, 'ContractSize'),
    lotsMin: lots(wire, 'VolumeMin'),
    lotsMax: lots(wire, 'VolumeMax'),
    lotsStep: lots(wire, 'VolumeStep'),
    tradeMode: tradeModes[small(wire, 'TradeMode')] ?? 'disabled',
    swapLong: decimalText(wire, 'SwapLong'),
    swapShort: decimalText(wire, 'SwapShort'),
    version: fingerprint(Object.fromEntries(specFields.map((name) => [name, wire[name]]))),
  };
}

const SWAPS = 0x1;
const SO_COMPENSATION = 0x40;
const HEDGE_PROHIBIT = 0x200;

export function groupFrom(wire: Wire): PlatformGroup {
  const flags = small(wire, 'TradeFlags');
  const symbols = Array.isArray(wire.Symbols) ? wire.Symbols : [];
  return {
    name: text(wire, 'Group'),
    currency: text(wire, 'Currency'),
    currencyDigits: small(wire, 'CurrencyDigits'),
    company: text(wire, 'Company'),
    accounting: (['netting', 'exchange', 'hedging'] as const)[small(wire, 'MarginMode')] ?? 'netting',
    marginCallLevel: decimalText(wire, 'MarginCall'),
    stopOutLevel: decimalText(wire, 'MarginStopOut'),
    levelUnit: small(wire, 'MarginSOMode') === 0 ? 'percent' : 'money',
    swapFree: (flags & SWAPS) === 0,
    negativeBalanceProtection: (flags & SO_COMPENSATION) !== 0,
    hedgingAllowed: (flags & HEDGE_PROHIBIT) === 0,
    closeOnly: symbols.some((entry: Wire) => entry.Path === '*' && entry.TradeMode === '3'),
  };
}

export function tickFrom(wire: Wire, zone: ServerZoneHistory): PlatformTick {
  return {
    symbol: text(wire, 'Symbol'),
    bid: decimalText(wire, 'Bid'),
    ask: decimalText(wire, 'Ask'),
    at: at(decimalText(wire, 'DatetimeMsc'), zone),
  };
}
