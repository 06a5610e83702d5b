import { type Mt5Store, noStore } from './store';
import type { Deal, Position, User } from './types';

/** Counters and small settings that must survive a restart. */
export type Meta = {
  readonly nextLogin: number;
  readonly nextTicket: number;
  /** Last server day whose night has been charged, as days since 1970. */
  readonly rolledDay: number;
  readonly apiPassword: string;
  readonly traders: ReadonlyArray<{ readonly login: number; readonly profile: string; readonly seed: number }>;
  /** Mid prices in points by symbol, so that a generated market can go on from here. */
  readonly levels: Readonly<Record<string, number>>;
};

type Change =
  | { readonly k: 'user'; readonly v: User }
  | { readonly k: 'archive'; readonly v: User }
  | { readonly k: 'deal'; readonly v: Deal }
  | { readonly k: 'position'; readonly v: Position }
  | { readonly k: 'gone'; readonly v: { readonly of: 'user' | 'deal' | 'position' | 'archive'; readonly id: number } }
  | { readonly k: 'meta'; readonly v: Meta };

type Snapshot = {
  readonly format: 1;
  readonly meta: Meta;
  readonly users: readonly User[];
  readonly archive: readonly User[];
  readonly deals: readonly Deal[];
  readonly positions: readonly Position[];
};

const LOG_LIMIT = 50_000;

// Fields that are bigint in memory; JSON has no such number and comments must not be guessed at.
const moneyFields = new Set(['balance', 'credit', 'profit', 'storage', 'commission', 'marginBase']);

export const encodeState = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? inner.toString() : inner));
/** Only what `encodeState` wrote is read, hence the type is the caller's. */
export const decodeState = <T>(text: string): T =>
  JSON.parse(text, (key, inner) => (moneyFields.has(key) && typeof inner === 'string' ? BigInt(inner) : inner)) as T;

/** Everything the trade server remembers, with the change log that makes it durable. Holds no rules. */
export class Book {
  readonly users = new Map<number, User>();
  readonly archive = new Map<number, User>();
  readonly deals = new Map<number, Deal>();
  readonly positions = new Map<number, Position>();
  readonly #dealsOf = new Map<number, Set<number>>();
  readonly #positionsOf = new Map<number, Set<number>>();
  readonly #holders = new Map<string, Set<number>>();
  #meta: Meta;
  #pending: Change[] = [];
  #logged = 0;

  constructor(
    meta: Meta,
    private readonly store: Mt5Store = noStore,
  ) {
    this.#meta = meta;
    const { snapshot, lines } = store.load();
    if (snapshot) this.#restore(decodeState<Snapshot>(snapshot));
    for (const line of lines) this.#apply(decodeState<Change>(line));
    if (lines.length > 0) store.compact(this.snapshot());
  }

  get meta(): Meta {
    return this.#meta;
  }

  setMeta(change: Partial<Meta>): void {
    this.#record({ k: 'meta', v: { ...this.#meta, ...change } });
  }

  /** Orders, deals and positions are numbered from one sequence. */
  nextTicket(): number {
    const ticket = this.#meta.nextTicket;
    this.setMeta({ nextTicket: ticket + 1 });
    return ticket;
  }

  putUser = (user: User): void => this.#record({ k: 'user', v: user });
  putArchived = (user: User): void => this.#record({ k: 'archive', v: user });
  putDeal = (deal: Deal): void => this.#record({ k: 'deal', v: deal });
  putPosition = (position: Position): void => this.#record({ k: 'position', v: position });
  drop = (of: 'user' | 'deal' | 'position' | 'archive', id: number): void => this.#record({ k: 'gone', v: { of, id } });

  dealsOf(login: number): Deal[] {
    return [...(this.#dealsOf.get(login) ?? [])].flatMap((ticket) => this.deals.get(ticket) ?? []);
  }

  positionsOf(login: number): Position[] {
    return [...(this.#positionsOf.get(login) ?? [])].flatMap((ticket) => this.positions.get(ticket) ?? []);
  }

  /** Logins with an open position in a symbol, or in any when none is named. */
  holders(symbol: string): readonly number[] {
    return [...(this.#holders.get(symbol) ?? [])].flatMap((ticket) => this.positions.get(ticket)?.login ?? []);
  }

  /** Makes what changed durable; called before anything is answered. */
  commit(): void {
    if (this.#pending.length === 0) return;
    const changes = this.#pending;
    this.#pending = [];
    if (this.store === noStore) return;
    this.store.append(changes.map(encodeState));
    this.#logged += changes.length;
    if (this.#logged > LOG_LIMIT) this.compact();
  }

  snapshot(): string {
    const snapshot: Snapshot = {
      format: 1,
      meta: this.#meta,
      users: [...this.users.values()],
      archive: [...this.archive.values()],
      deals: [...this.deals.values()],
      positions: [...this.positions.values()],
    };
    return encodeState(snapshot);
  }

  compact(): void {
    this.#pending = [];
    this.#logged = 0;
    if (this.store !== noStore) this.store.compact(this.snapshot());
  }

  restoreFrom(text: string): void {
    this.#restore(decodeState<Snapshot>(text));
    this.compact();
  }

  #restore(snapshot: Snapshot): void {
    this.#meta = snapshot.meta;
    for (const v of snapshot.users) this.#apply({ k: 'user', v });
    for (const v of snapshot.archive) this.#apply({ k: 'archive', v });
    for (const v of snapshot.deals) this.#apply({ k: 'deal', v });
    for (const v of snapshot.positions) this.#apply({ k: 'position', v });
  }

  #record(change: Change): void {
    this.#apply(change);
    this.#pending.push(change);
  }

  #apply(change: Change): void {
    switch (change.k) {
      case 'user':
        this.users.set(change.v.login, change.v);
        return;
      case 'archive':
        this.archive.set(change.v.login, change.v);
        return;
      case 'deal':
        this.deals.set(change.v.deal, change.v);
        indexed(this.#dealsOf, change.v.login).add(change.v.deal);
        return;
      case 'position':
        this.positions.set(change.v.position, change.v);
        indexed(this.#positionsOf, change.v.login).add(change.v.position);
        indexed(this.#holders, change.v.symbol).add(change.v.position);
        return;
      case 'gone':
        this.#forget(change.v.of, change.v.id);
        return;
      case 'meta':
        this.#meta = change.v;
    }
  }

  #forget(of: 'user' | 'deal' | 'position' | 'archive', id: number): void {
    if (of === 'user') this.users.delete(id);
    if (of === 'archive') this.archive.delete(id);
    if (of === 'deal') {
      this.#dealsOf.get(this.deals.get(id)?.login ?? -1)?.delete(id);
      this.deals.delete(id);
    }
    if (of === 'position') {
      const position = this.positions.get(id);
      this.#positionsOf.get(position?.login ?? -1)?.delete(id);
      this.#holders.get(position?.symbol ?? '')?.delete(id);
      this.positions.delete(id);
    }
  }
}

function indexed<K>(index: Map<K, Set<number>>, key: K): Set<number> {
  const found = index.get(key) ?? new Set<number>();
  index.set(key, found);
  return found;
}
