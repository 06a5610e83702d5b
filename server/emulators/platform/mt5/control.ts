import { formatPoints } from '../../market/market';
import { pointsOf } from '../../market/tick-files';
import { Trader as SimulatedTrader, type Trader, type TraderBroker, type TraderProfile } from '../../market/trader';
import { accountState, mark } from './accounts';
import { postMoney } from './balance';
import { type Core, groupOf, groupQuote, userOf } from './core';
import { closePosition, openPosition } from './dealing';
import { conversion, minorOf, minorText } from './money';
import type { ServerZone } from './server-clock';
import { type Deal, type Manager, type ManagerPermission, Retcode, reasons } from './types';
import { updateUser } from './users';
import type { Fault, Faults } from './wire/faults';
import type { WebApi } from './wire/web-api';

export type TradeAnswer = {
  readonly retcode: number;
  readonly deal?: string;
  readonly position?: string;
  readonly price?: string;
};
export type OpenOrder = {
  readonly login: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly lots: string;
  readonly stopLoss?: string;
  readonly takeProfit?: string;
  readonly comment?: string;
};
export type DealEdit = {
  readonly profit?: string;
  readonly commission?: string;
  readonly comment?: string;
  readonly shiftMs?: number;
};

export type AccountView = {
  readonly login: number;
  readonly group: string;
  readonly leverage: number;
  readonly rights: number;
  readonly currency: string;
  readonly balance: string;
  readonly credit: string;
  readonly equity: string;
  readonly margin: string;
  readonly freeMargin: string;
  readonly positions: ReadonlyArray<{
    readonly ticket: string;
    readonly symbol: string;
    readonly side: 'buy' | 'sell';
    readonly lots: string;
    readonly profit: string;
  }>;
};

export type ControlOptions = {
  readonly core: Core;
  readonly api: WebApi;
  readonly faults: Faults;
  readonly manager: { get(): Manager; set(change: Partial<Manager>): void };
};

const lotsOf = (volumeExt: number): string => minorText(BigInt(volumeExt), 8).replace(/\.?0+$/, '');

/** What people do to a trading server behind the broker's back: clients trade, dealers edit, networks fail. */
export class Mt5Control {
  readonly #traders = new Map<number, Trader>();

  constructor(private readonly options: ControlOptions) {
    for (const { login, profile, seed } of options.core.book.meta.traders) {
      this.#traders.set(login, new SimulatedTrader(seed, profile as TraderProfile, this.broker(login)));
    }
  }

  /** Market order of a client. */
  open(order: OpenOrder): TradeAnswer {
    const digits = this.options.core.catalog.symbols.get(order.symbol)?.digits ?? 0;
    return this.#traded(() => {
      const volume = minorOf(order.lots, 8);
      if (volume === null) throw new Retcode(10014);
      return openPosition(this.options.core, {
        login: order.login,
        symbol: order.symbol,
        side: order.side,
        volumeExt: Number(volume),
        slPoints: pointsOf(order.stopLoss, digits) ?? 0,
        tpPoints: pointsOf(order.takeProfit, digits) ?? 0,
        ...(order.comment === undefined ? {} : { comment: order.comment }),
      });
    });
  }

  /** All of a position, or `lots` of it; as the client, or as the dealer, whom missing rights do not stop. */
  close(position: string, lots?: string, by: 'client' | 'dealer' = 'client'): TradeAnswer {
    return this.#traded(() => {
      const volume = lots === undefined ? undefined : minorOf(lots, 8);
      if (volume === null) throw new Retcode(10014);
      return closePosition(this.options.core, {
        position: Number(position),
        reason: by === 'dealer' ? reasons.dealer : reasons.client,
        ...(volume === undefined ? {} : { volumeExt: Number(volume) }),
      });
    });
  }

  closeAll(login: number, by: 'client' | 'dealer' = 'client'): TradeAnswer[] {
    return this.options.core.book.positionsOf(login).map(({ position }) => this.close(String(position), undefined, by));
  }

  /** A dealer's edit by hand, as in the vendor's own terminal: no trace of us in it. */
  edit(login: number, change: { leverage?: number; group?: string; rights?: number }): void {
    updateUser(this.options.core, login, { ...change, fields: {} });
    this.options.core.book.commit();
  }

  /** Money posted by hand, in the words of trade/balance but unchecked. */
  post(login: number, action: number, amount: string, comment: string): string {
    const user = userOf(this.options.core, login);
    const minor = minorOf(amount, groupOf(this.options.core, user).currencyDigits);
    if (minor === null) throw new Retcode(3);
    const deal = postMoney(this.options.core, user, { action, amount: minor, comment });
    this.options.core.book.commit();
    return String(deal.deal);
  }

  /** Changes the record only: the balance stays, which is why check_balance exists. */
  editDeal(ticket: string, edit: DealEdit): void {
    const deal = this.options.core.book.deals.get(Number(ticket));
    if (!deal) throw new Retcode(13);
    const money = (text: string | undefined, kept: bigint) =>
      text === undefined ? kept : (minorOf(text, deal.digitsCurrency) ?? kept);
    this.options.core.book.putDeal({
      ...deal,
      profit: money(edit.profit, deal.profit),
      commission: money(edit.commission, deal.commission),
      comment: edit.comment ?? deal.comment,
      timeMsc: deal.timeMsc + (edit.shiftMs ?? 0),
      modificationFlags: deal.modificationFlags | 0x2,
    });
    this.options.core.book.commit();
  }

  deleteDeal(ticket: string): void {
    this.options.core.book.drop('deal', Number(ticket));
    this.options.core.book.commit();
  }

  account(login: number): AccountView {
    const { core } = this.options;
    const user = userOf(core, login);
    const group = groupOf(core, user);
    const state = accountState(core, user);
    const money = (minor: bigint) => minorText(minor, group.currencyDigits);
    return {
      login,
      group: user.group,
      leverage: user.leverage,
      rights: user.rights,
      currency: group.currency,
      balance: money(state.balance),
      credit: money(state.credit),
      equity: money(state.equity),
      margin: money(state.margin),
      freeMargin: money(state.marginFree),
      positions: core.book.positionsOf(login).map((position) => ({
        ticket: String(position.position),
        symbol: position.symbol,
        side: position.action === 0 ? ('buy' as const) : ('sell' as const),
        lots: lotsOf(position.volumeExt),
        profit: money(mark(core, group, position).profit),
      })),
    };
  }

  logins(): number[] {
    return [...this.options.core.book.users.keys()];
  }

  /** The whole server restarts: connections die, states of idle accounts are forgotten, nothing is reachable for a while. */
  restart(outageMs = 0): void {
    this.options.core.active.clear();
    this.options.api.cut(outageMs);
  }

  dropConnections = (): void => this.options.api.cut();
  settleLate = (): void => this.options.api.settle(true);
  addFault = (fault: Fault): void => this.options.faults.add(fault);
  clearFaults = (): void => this.options.faults.clear();
  setClock = (change: { zone?: ServerZone; skewMs?: number }): void => this.options.core.time.set(change);
  setPermissions = (permissions: readonly ManagerPermission[]): void => this.options.manager.set({ permissions });
  setAllowedIps = (allowedIps: readonly string[] | null): void => this.options.manager.set({ allowedIps });
  /** Sessions that are open stay open, as on the real server. */
  rotatePassword = (apiPassword: string): void => this.options.manager.set({ apiPassword });

  /** A simulated client on this login, from now on and after restarts. */
  attachTrader(login: number, profile: TraderProfile, seed: number): void {
    userOf(this.options.core, login);
    const { book } = this.options.core;
    const others = book.meta.traders.filter((trader) => trader.login !== login);
    book.setMeta({ traders: [...others, { login, profile, seed }] });
    book.commit();
    this.#traders.set(login, new SimulatedTrader(seed, profile, this.broker(login)));
  }

  detachTrader(login: number): void {
    const { book } = this.options.core;
    book.setMeta({ traders: book.meta.traders.filter((trader) => trader.login !== login) });
    book.commit();
    this.#traders.delete(login);
  }

  stepTraders(nowMs: number): void {
    for (const trader of this.#traders.values()) trader.step(nowMs);
  }

  broker(login: number): TraderBroker {
    const { core } = this.options;
    const view = () => {
      const user = core.book.users.get(login);
      return user ? { user, group: groupOf(core, user) } : null;
    };
    return {
      symbols: [...core.catalog.symbols.keys()],
      equity: () => {
        const at = view();
        return at ? Number(minorText(accountState(core, at.user).equity, at.group.currencyDigits)) : 0;
      },
      lotValue: (symbol) => {
        const at = view();
        const spec = at && core.catalog.symbols.has(symbol) ? core.catalog.effective(at.group, symbol) : null;
        const tick = spec ? groupQuote(core, spec) : undefined;
        const rate = at && spec ? conversion(spec.currencyProfit, at.group.currency, true, core.quote) : null;
        if (!spec || !tick || !rate) return 0;
        return (
          Number(formatPoints(tick.bidPoints, spec.digits)) * spec.contractSize * (Number(rate.num) / Number(rate.den))
        );
      },
      positions: () =>
        core.book.positionsOf(login).map((position) => ({
          ticket: String(position.position),
          symbol: position.symbol,
          side: position.action === 0 ? 'buy' : 'sell',
          lots: lotsOf(position.volumeExt),
        })),
      open: (order) => this.open({ ...order, login }).retcode === 0,
      close: (ticket, lots) => this.close(ticket, lots).retcode === 0,
    };
  }

  #traded(run: () => Deal): TradeAnswer {
    try {
      const deal = run();
      this.options.core.book.commit();
      return {
        retcode: 0,
        deal: String(deal.deal),
        position: String(deal.positionId),
        price: formatPoints(deal.pricePoints, deal.digits),
      };
    } catch (error) {
      if (error instanceof Retcode) return { retcode: error.code };
      throw error;
    }
  }
}
