import type { Id } from '@/server/kernel/ids';
import type { Asset } from '@/server/kernel/money';

/** An account by what it is. It exists from its first posting on; nobody opens one. */
export type AccountRef = {
  readonly kind: string;
  readonly asset: Asset;
  readonly entity: Id<'entity'>;
  /** Set on accounts whose balance is the client's: locked, checked, with gapless running balances. */
  readonly client?: Id<'client'>;
  readonly mayGoNegative: boolean;
};

export type Owner = { readonly client: Id<'client'>; readonly entity: Id<'entity'> };

const part = /^[A-Za-z0-9_-]{1,64}$/;

function named(prefix: string, name: string): string {
  if (!part.test(name)) throw new TypeError(`${name} cannot be part of an account's name`);
  return `${prefix}:${name}`;
}

const ofClient = (kind: string, owner: Owner, asset: Asset, mayGoNegative = false): AccountRef => ({
  kind,
  asset,
  entity: owner.entity,
  client: owner.client,
  mayGoNegative,
});

const ofHouse = (kind: string, entity: Id<'entity'>, asset: Asset): AccountRef => ({
  kind,
  asset,
  entity,
  mayGoNegative: true,
});

export const wallet = (owner: Owner, asset: Asset) => ofClient('wallet', owner, asset);

/** Money that left a platform and has not arrived anywhere else yet. */
export const inTransit = (owner: Owner, asset: Asset) => ofClient('in_transit', owner, asset);

/**
 * What lies on a platform under a login. It follows the platform, which alone decides: a gap through the stop-out or a
 * transfer that is booked before its profit may take it below zero.
 */
export const trading = (owner: Owner, login: string, asset: Asset) =>
  ofClient(named('trading', login), owner, asset, true);

/** What the client owes us, by nature not positive: chargebacks above what was there. */
export const debt = (owner: Owner, asset: Asset) => ofClient('debt', owner, asset, true);

export type PspBook = 'clearing' | 'payout' | 'reserve';

/** What a PSP owes us (clearing, reserve) or has yet to pay out in our name (payout). */
export const psp = (entity: Id<'entity'>, connection: string, book: PspBook, asset: Asset) =>
  ofHouse(`${named('psp', connection)}:${book}`, entity, asset);

/** `client_seg` holds client money apart from ours; `house` is ours. */
export const bank = (entity: Id<'entity'>, book: 'client_seg' | 'house', asset: Asset) =>
  ofHouse(`bank:${book}`, entity, asset);

export const houseKinds = [
  'fees',
  'fx',
  'fx_markup',
  'fx_variance',
  'psp_cost',
  'chargeback_cost',
  'bad_debt',
  'trading_result',
  'swap',
  'commission',
  'credit',
  'partner_payable',
  'adjustment',
] as const;
export type HouseKind = (typeof houseKinds)[number];

export const house = (entity: Id<'entity'>, kind: HouseKind, asset: Asset) => ofHouse(kind, entity, asset);

/** Money whose owner is not known yet; `unidentified` is client money. */
export const suspense = (entity: Id<'entity'>, reason: string, asset: Asset) =>
  ofHouse(named('suspense', reason), entity, asset);

export const addressOf = (ref: AccountRef): string => `${ref.kind}/${ref.client ?? ref.entity}/${ref.asset}`;
