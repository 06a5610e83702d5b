import { canonicalHash } from '@/server/kernel/canonical';
import { invariant, Refusal } from '@/server/kernel/errors';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { type Money, toDecimalString, toJson } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { type AccountRef, addressOf } from './accounts';
import { netting } from './debts';
import type { Placement, PostingSet, Transfer } from './recipes';
import { callPost, type PostCall } from './repository';

export const transfersMax = 512;

export type Posted = {
  readonly set: Id<'transferSet'>;
  readonly holds: readonly Id<'ledgerHold'>[];
  /** True when this reference had been posted before: nothing moved now. */
  readonly isReplay: boolean;
};

/** Above this many, the audit row counts the transfers instead of listing them; the set itself holds them all. */
const listedMax = 16;

/** The only way money moves: one set, all or nothing, in the caller's transaction. What it makes free pays the owner's debt. */
export async function post(uow: Uow, set: PostingSet): Promise<Posted> {
  const posted = await book(uow, set);
  if (posted.isReplay) return posted;
  for (const { set: paid, of, amount } of await netting(uow, set)) {
    await book(uow, paid);
    uow.audit({
      action: 'ledger.debt.collected',
      object: { type: 'client', id: of.client },
      client: of.client,
      ...(set.thread ? { thread: set.thread } : {}),
      facts: { amount: toJson(amount), reference: paid.reference },
    });
    uow.emit({ name: 'ledger/debt.collected', data: { clientId: of.client, asset: of.asset } });
  }
  return posted;
}

async function book(uow: Uow, set: PostingSet): Promise<Posted> {
  const transfers = set.transfers ?? [];
  const place = set.place ?? [];
  const release = set.release ?? [];
  invariant(transfers.length + place.length + release.length > 0, `set ${set.reference} moves nothing`);
  invariant(transfers.length <= transfersMax && place.length <= transfersMax, `set ${set.reference} is too large`);
  const id = uow.id('transferSet');
  const call = await toCall(uow, id, set, transfers, place, release);
  const answer = await callPost(uow, call);
  const posted = {
    set: idFromUuid('transferSet', answer.set),
    holds: answer.holds.map((hold) => idFromUuid('ledgerHold', hold)),
    isReplay: answer.replayed,
  };
  if (!posted.isReplay) uow.audit(traceOf(set, posted.set, transfers, place, release));
  return posted;
}

async function toCall(
  uow: Uow,
  id: Id<'transferSet'>,
  set: PostingSet,
  transfers: readonly Transfer[],
  place: readonly Placement[],
  release: readonly Id<'ledgerHold'>[],
): Promise<PostCall> {
  const accounts = new AccountList();
  const moved = transfers.map(({ debit, credit, amount, code, hold }) => {
    requireAmount(amount, debit, credit);
    return {
      d: accounts.place(debit),
      c: accounts.place(credit),
      a: amount.minor.toString(),
      s: amount.asset,
      k: code,
      ...(hold ? { h: uuidFromId('ledgerHold', hold) } : {}),
    };
  });
  const held = place.map(({ account, amount, code }) => {
    requireAmount(amount, account, account);
    return { c: accounts.place(account), a: amount.minor.toString(), k: code };
  });
  const releases = release.map((hold) => uuidFromId('ledgerHold', hold));
  const addresses = accounts.addresses();
  return {
    id: uuidFromId('transferSet', id),
    reference: set.reference,
    digest: await canonicalHash({ recipe: set.recipe, addresses, moved, held, releases }),
    recipe: set.recipe,
    thread: set.thread ?? null,
    client: set.client ? uuidFromId('client', set.client) : null,
    memo: set.memo ?? null,
    verb: uow.verb,
    at: set.at ?? uow.now,
    now: uow.now,
    accounts: accounts.rows(),
    transfers: moved,
    captures: transfers.some((transfer) => transfer.hold !== undefined),
    release: releases,
    place: held.map((one) => ({ ...one, id: uuidFromId('ledgerHold', uow.id('ledgerHold')) })),
  };
}

/** Zero and negative amounts, and assets that differ, are faults of the calling code; a user's input was refused before. */
function requireAmount(amount: Money, debit: AccountRef, credit: AccountRef): void {
  if (amount.minor <= 0n) throw new Refusal('invalid', 'amount_not_positive', { field: 'amount' });
  invariant(debit.asset === amount.asset && credit.asset === amount.asset, 'a transfer has one asset');
}

/** Accounts of a set without repeats, numbered from 1 as the SQL function counts. */
class AccountList {
  private readonly places = new Map<string, { place: number; ref: AccountRef }>();

  place(ref: AccountRef): number {
    const address = addressOf(ref);
    const known = this.places.get(address);
    if (known) return known.place;
    const place = this.places.size + 1;
    this.places.set(address, { place, ref });
    return place;
  }

  addresses(): string[] {
    return [...this.places.keys()];
  }

  rows(): PostCall['accounts'] {
    return [...this.places].map(([address, { ref }]) => ({
      address,
      kind: ref.kind,
      asset: ref.asset,
      entity: uuidFromId('entity', ref.entity),
      client: ref.client ? uuidFromId('client', ref.client) : null,
      negative: ref.mayGoNegative,
    }));
  }
}

function traceOf(
  set: PostingSet,
  id: Id<'transferSet'>,
  transfers: readonly Transfer[],
  place: readonly Placement[],
  release: readonly Id<'ledgerHold'>[],
) {
  const legs = transfers.map(({ debit, credit, amount, code }) => ({
    from: addressOf(debit),
    to: addressOf(credit),
    amount: toDecimalString(amount),
    asset: amount.asset,
    code,
  }));
  const held = place.map(({ account, amount }) => ({
    on: addressOf(account),
    amount: toDecimalString(amount),
    asset: amount.asset,
  }));
  return {
    action: 'ledger.set.posted',
    object: { type: 'transferSet', id },
    ...(set.thread ? { thread: set.thread } : {}),
    ...(set.client ? { client: set.client } : {}),
    facts: {
      recipe: set.recipe,
      reference: set.reference,
      transfers: legs.length,
      ...(legs.length > 0 ? (legs.length <= listedMax ? { legs } : { totals: totals(transfers) }) : {}),
      ...(held.length > 0 ? { held } : {}),
      ...(release.length > 0 ? { released: release } : {}),
    },
  };
}

function totals(transfers: readonly Transfer[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { amount, code } of transfers) {
    const name = `${code} ${amount.asset}`;
    sums.set(name, (sums.get(name) ?? 0n) + amount.minor);
  }
  return Object.fromEntries([...sums].map(([name, minor]) => [name, minor.toString()]));
}
