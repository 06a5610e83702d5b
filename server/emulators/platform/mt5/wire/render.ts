import { formatPoints } from '../../../market/market';
import { type AccountState, mark } from '../accounts';
import { type Core, type EffectiveSymbol, groupOf, userOf } from '../core';
import { minorText } from '../money';
import { type Deal, type Group, LOT, type Position, type SymbolSpec, type User } from '../types';
import { textFields } from '../users';

// Every value goes out as a JSON string, numbers too.
type Fields = Record<string, string | readonly unknown[]>;
const seconds = (msc: number): string => String(Math.floor(msc / 1000));
const lots4 = (volumeExt: number): string => String(Math.floor(volumeExt / 10_000));

const unused = {
  InterestRate: '0.00',
  CommissionDaily: '0.00',
  CommissionMonthly: '0.00',
  CommissionAgentDaily: '0.00',
  CommissionAgentMonthly: '0.00',
  BalancePrevDay: '0.00',
  BalancePrevMonth: '0.00',
  EquityPrevDay: '0.00',
  EquityPrevMonth: '0.00',
  TradeAccounts: '',
  LimitOrders: '0',
  LimitPositions: '0',
};

export function renderUser(core: Core, user: User): Fields {
  const { currencyDigits } = groupOf(core, user);
  const texts = Object.fromEntries(textFields.map((name) => [name, user.fields[name] ?? '']));
  return {
    Login: String(user.login),
    Group: user.group,
    CertSerialNumber: '0',
    Rights: String(user.rights),
    Registration: String(user.registration),
    LastAccess: String(user.registration),
    LastIP: '0.0.0.0',
    LastPassChange: String(user.lastPassChange),
    ...texts,
    PhonePassword: '',
    Leverage: String(user.leverage),
    Agent: String(user.agent),
    Balance: minorText(user.balance, currencyDigits),
    Credit: minorText(user.credit, currencyDigits),
    ...unused,
    ApiData: [],
  };
}

export function renderAccount(user: User, group: Group, state: AccountState): Fields {
  const money = (minor: bigint) => minorText(minor, group.currencyDigits);
  const called = state.levelE2 !== null && state.levelE2 < group.marginCallE2;
  return {
    Login: String(user.login),
    CurrencyDigits: String(group.currencyDigits),
    Balance: money(state.balance),
    Credit: money(state.credit),
    Margin: money(state.margin),
    MarginFree: money(state.marginFree),
    MarginLevel: state.levelE2 === null ? '0.00' : minorText(BigInt(state.levelE2), 2),
    MarginLeverage: String(user.leverage),
    MarginInitial: money(0n),
    MarginMaintenance: money(0n),
    Profit: money(state.profit),
    Storage: money(state.storage),
    Floating: money(state.profit + state.storage),
    Equity: money(state.equity),
    SOActivation: called ? '1' : '0',
    SOTime: '0',
    SOLevel: '0.00',
    SOEquity: '0.00',
    SOMargin: '0.00',
    BlockedCommission: money(0n),
    BlockedProfit: money(0n),
    Assets: money(0n),
    Liabilities: money(0n),
  };
}

export function renderDeal(deal: Deal): Fields {
  const money = (minor: bigint) => minorText(minor, deal.digitsCurrency);
  const price = (points: number) => formatPoints(points, deal.digits);
  return {
    Deal: String(deal.deal),
    ExternalID: '',
    Login: String(deal.login),
    Dealer: String(deal.dealer),
    Order: String(deal.order),
    Action: String(deal.action),
    Entry: String(deal.entry),
    Digits: String(deal.digits),
    DigitsCurrency: String(deal.digitsCurrency),
    ContractSize: `${deal.contractSize}.00000000`,
    Time: seconds(deal.timeMsc),
    TimeMsc: String(deal.timeMsc),
    Symbol: deal.symbol,
    Price: price(deal.pricePoints),
    PriceSL: price(0),
    PriceTP: price(0),
    Volume: lots4(deal.volumeExt),
    VolumeExt: String(deal.volumeExt),
    VolumeClosed: lots4(deal.volumeClosedExt),
    VolumeClosedExt: String(deal.volumeClosedExt),
    Profit: money(deal.profit),
    Value: '0.00',
    Storage: money(deal.storage),
    Commission: money(deal.commission),
    RateProfit: deal.rateProfit,
    RateMargin: deal.rateMargin,
    ExpertID: '0',
    PositionID: String(deal.positionId),
    Comment: deal.comment,
    ProfitRaw: money(deal.profit),
    PricePosition: price(deal.pricePositionPoints),
    TickValue: '0',
    TickSize: '0',
    Flags: '0',
    Reason: String(deal.reason),
    Gateway: '',
    PriceGateway: '0',
    MarketBid: price(deal.bidPoints),
    MarketAsk: price(deal.askPoints),
    MarketLast: price(0),
    ModificationFlags: String(deal.modificationFlags),
    ApiData: [],
  };
}

export function renderPosition(core: Core, position: Position): Fields {
  const group = groupOf(core, userOf(core, position.login));
  const { currentPoints, profit } = mark(core, group, position);
  const price = (points: number) => formatPoints(points, position.digits);
  return {
    Position: String(position.position),
    ExternalID: '',
    Login: String(position.login),
    Dealer: '0',
    Symbol: position.symbol,
    Action: String(position.action),
    Digits: String(position.digits),
    DigitsCurrency: String(position.digitsCurrency),
    Reason: String(position.reason),
    ContractSize: `${position.contractSize}.00000000`,
    TimeCreate: seconds(position.timeCreateMsc),
    TimeUpdate: seconds(position.timeUpdateMsc),
    TimeCreateMsc: String(position.timeCreateMsc),
    TimeUpdateMsc: String(position.timeUpdateMsc),
    PriceOpen: price(position.openPoints),
    PriceCurrent: price(currentPoints),
    PriceSL: price(position.slPoints),
    PriceTP: price(position.tpPoints),
    Volume: lots4(position.volumeExt),
    VolumeExt: String(position.volumeExt),
    Profit: minorText(profit, position.digitsCurrency),
    Storage: minorText(position.storage, position.digitsCurrency),
    RateProfit: '0',
    RateMargin: position.rateMargin,
    ExpertID: '0',
    ExpertPositionID: '0',
    Comment: position.comment,
    ActivationMode: '0',
    ActivationTime: '0',
    ActivationPrice: '0',
    ActivationFlags: '0',
    ModificationFlags: '0',
    ApiData: [],
  };
}

export function renderSymbol(spec: SymbolSpec | EffectiveSymbol): Fields {
  const sessions = spec.sessions.map((day) =>
    day.map(([open, close]) => ({ Open: String(open), Close: String(close) })),
  );
  const rate = minorText(BigInt(spec.marginRateE4), 4);
  return {
    Symbol: spec.symbol,
    Path: spec.path,
    ISIN: '',
    Description: spec.description,
    CurrencyBase: spec.currencyBase,
    CurrencyProfit: spec.currencyProfit,
    CurrencyMargin: spec.currencyMargin,
    Digits: String(spec.digits),
    Point: formatPoints(1, spec.digits),
    Multiply: `${10 ** spec.digits}.00`,
    TradeMode: String(spec.tradeMode),
    CalcMode: String(spec.calcMode),
    ExecMode: '2',
    FillFlags: '3',
    Spread: '0',
    SpreadDiff: 'spreadDiff' in spec ? String(spec.spreadDiff) : '0',
    ContractSize: `${spec.contractSize}.00000000`,
    TickSize: '0',
    TickValue: '0',
    VolumeMin: lots4(spec.volumeMinExt),
    VolumeMinExt: String(spec.volumeMinExt),
    VolumeMax: lots4(spec.volumeMaxExt),
    VolumeMaxExt: String(spec.volumeMaxExt),
    VolumeStep: lots4(spec.volumeStepExt),
    VolumeStepExt: String(spec.volumeStepExt),
    VolumeLimit: '0',
    VolumeLimitExt: '0',
    StopsLevel: '0',
    FreezeLevel: '0',
    MarginInitial: '0',
    MarginInitialBuy: rate,
    MarginInitialSell: rate,
    SwapMode: '1',
    SwapLong: minorText(BigInt(spec.swapLongE2), 2),
    SwapShort: minorText(BigInt(spec.swapShortE2), 2),
    Swap3Day: String(spec.swapNights.indexOf(3)),
    SessionsQuotes: sessions,
    SessionsTrades: sessions,
  };
}

export function renderGroup(group: Group): Fields {
  return {
    Group: group.group,
    Server: '1',
    PermissionsFlags: String(group.permissionsFlags),
    AuthMode: '0',
    AuthPasswordMin: String(group.authPasswordMin),
    Company: group.company,
    Currency: group.currency,
    CurrencyDigits: String(group.currencyDigits),
    ReportsMode: '0',
    TradeFlags: String(group.tradeFlags),
    MarginFreeMode: '1',
    MarginSOMode: '0',
    MarginCall: minorText(BigInt(group.marginCallE2), 2),
    MarginStopOut: minorText(BigInt(group.marginStopOutE2), 2),
    MarginFreeProfitMode: '0',
    MarginMode: String(group.marginMode),
    MarginLeverageProfile: '',
    DemoLeverage: String(group.leverageDefault),
    DemoDeposit: '0.00',
    LimitHistory: '0',
    LimitOrders: '0',
    LimitSymbols: '0',
    LimitPositions: '0',
    Commissions: group.commissionPerLot === 0n ? [] : [commission(group)],
    Symbols: group.symbols.map((symbol) => ({
      Path: symbol.path,
      TradeMode: symbol.tradeMode === undefined ? 'default' : String(symbol.tradeMode),
      SpreadDiff: symbol.spreadDiff === undefined ? 'default' : String(symbol.spreadDiff),
      MarginInitialBuy: symbol.marginRateE4 === undefined ? 'default' : minorText(BigInt(symbol.marginRateE4), 4),
    })),
    TradeTransferMode: '0',
  };
}

const commission = (group: Group) => ({
  Name: 'Per lot',
  Description: '',
  Path: '*',
  Mode: '0',
  ChargeMode: '2',
  Tiers: [
    {
      Mode: '0',
      Type: '1',
      Value: minorText(group.commissionPerLot, group.currencyDigits),
      RangeFrom: '0',
      RangeTo: String(LOT),
      Currency: group.currency,
    },
  ],
});
