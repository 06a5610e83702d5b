import type { Tick } from '../../market/market';
import type { Book } from './book';
import { maskMatcher } from './mask';
import type { QuoteOf } from './money';
import type { ServerClock } from './server-clock';
import { type Group, type GroupSymbol, Retcode, type SymbolSpec, type User } from './types';

/** An instrument as one group sees it. */
export type EffectiveSymbol = SymbolSpec & { readonly spreadDiff: number };

/** Configuration of the trade server: groups, instruments and what a group changes about them. */
export class Catalog {
  readonly groups = new Map<string, Group>();
  readonly symbols = new Map<string, SymbolSpec>();
  readonly #effective = new Map<Group, Map<string, EffectiveSymbol>>();

  constructor(groups: readonly Group[], symbols: readonly SymbolSpec[]) {
    for (const group of groups) this.groups.set(group.group, group);
    for (const symbol of symbols) this.symbols.set(symbol.symbol, symbol);
  }

  putGroup(group: Group): void {
    this.groups.set(group.group, group);
    this.#effective.clear();
  }

  group(name: string): Group {
    const group = this.groups.get(name);
    if (!group) throw new Retcode(13);
    return group;
  }

  effective(group: Group, name: string): EffectiveSymbol {
    const ofGroup = this.#effective.get(group) ?? new Map<string, EffectiveSymbol>();
    const known = ofGroup.get(name);
    if (known) return known;
    const spec = this.symbols.get(name);
    if (!spec) throw new Retcode(13);
    const made = group.symbols
      .filter(({ path }) => maskMatcher(path)(spec.path))
      .reduce(override, { ...spec, spreadDiff: 0 });
    this.#effective.set(group, ofGroup.set(name, made));
    return made;
  }
}

const override = (spec: EffectiveSymbol, { tradeMode, spreadDiff, marginRateE4 }: GroupSymbol): EffectiveSymbol => ({
  ...spec,
  tradeMode: tradeMode ?? spec.tradeMode,
  spreadDiff: spreadDiff ?? spec.spreadDiff,
  marginRateE4: marginRateE4 ?? spec.marginRateE4,
});

/** What every part of the trade server works on. */
export type Core = {
  readonly book: Book;
  readonly catalog: Catalog;
  readonly time: ServerClock;
  readonly quote: QuoteOf;
  /** Accounts that did something since the last restart; the account state of others cannot be read. */
  readonly active: Set<number>;
};

export function userOf(core: Core, login: number): User {
  const user = core.book.users.get(login);
  if (!user) throw new Retcode(13);
  return user;
}

export const groupOf = (core: Core, user: User): Group => core.catalog.group(user.group);

/** The price a group is shown: its extra spread, half on each side, the odd point on the ask. */
export function groupQuote(core: Core, symbol: EffectiveSymbol): Tick | undefined {
  const tick = core.quote(symbol.symbol);
  if (!tick || symbol.spreadDiff === 0) return tick;
  const below = Math.floor(symbol.spreadDiff / 2);
  return { ...tick, bidPoints: tick.bidPoints - below, askPoints: tick.askPoints + symbol.spreadDiff - below };
}
