import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { type Money, minOf, toDecimalString } from '@/server/kernel/money';
import type { Read, Uow } from '@/server/kernel/uow';
import { debt, wallet } from './accounts';
import { balanceOf, owedOf, ownersOfHolds, type Pocketed } from './queries/balances';
import { debtCollected, type PostingSet } from './recipes';

/** Who owes us money pays that first: nothing of his leaves the wallet meanwhile, in whatever currency. */
export async function requireNoDebt(read: Read, client: Id<'client'>): Promise<void> {
  const owed = await owedOf(read, client);
  if (owed.length === 0) return;
  const words = owed.map((amount) => `${toDecimalString(amount)} ${amount.asset}`);
  throw new Refusal('rejected', 'debt_open', { params: { owed: words.join(', ') } });
}

/** Wallets in which a set made money free. */
async function freedBy(uow: Uow, { transfers = [], release = [] }: PostingSet): Promise<Pocketed[]> {
  const credited = transfers.flatMap(({ credit: { kind, client, entity, asset } }) =>
    kind === 'wallet' && client ? [{ client, entity, asset }] : [],
  );
  const released = release.length > 0 ? await ownersOfHolds(uow, release, 'wallet') : [];
  const nameOf = ({ client, entity, asset }: Pocketed) => `${client}/${entity}/${asset}`;
  return [...new Map([...credited, ...released].map((one) => [nameOf(one), one])).values()];
}

type Netting = { readonly set: PostingSet; readonly of: Pocketed; readonly amount: Money };

/** Debt comes first: what a set made free in a wallet pays what its owner owes us in that currency, by sets of their own. */
export async function netting(uow: Uow, set: PostingSet): Promise<Netting[]> {
  const sets: Netting[] = [];
  for (const of of await freedBy(uow, set)) {
    const { posted } = await balanceOf(uow, debt(of, of.asset), { lock: true });
    if (posted.minor >= 0n) continue;
    const { available } = await balanceOf(uow, wallet(of, of.asset));
    const amount = minOf(available, { minor: -posted.minor, asset: of.asset });
    if (amount.minor <= 0n) continue;
    const thread = set.thread ? { thread: set.thread } : {};
    const reference = `${set.reference}/debt/${of.asset}`;
    sets.push({ set: { ...debtCollected(of, amount), reference, client: of.client, ...thread }, of, amount });
  }
  return sets;
}
