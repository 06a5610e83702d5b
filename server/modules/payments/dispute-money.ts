import { type Money, minOf } from '@/server/kernel/money';
import type { Read, Uow } from '@/server/kernel/uow';
import { balanceOf, debt, post, recipes, wallet } from '@/server/modules/ledger';
import type { DisputeRow } from './repository/disputes';

const ownerOf = (row: DisputeRow) => ({ client: row.clientId, entity: row.entityId });
const viaOf = (row: DisputeRow) => ({ ...ownerOf(row), connection: row.connectionId });
const of = (minor: bigint, asset: string): Money => ({ minor, asset });

/** What the client owes in this currency and this claim is a reason for: never more than was taken and not written off. */
export async function owedBy(read: Read, row: DisputeRow): Promise<Money> {
  const { posted } = await balanceOf(read, debt(ownerOf(row), row.asset));
  const open = row.withdrawnMinor - row.writtenOffMinor;
  const owed = posted.minor < 0n ? -posted.minor : 0n;
  return of(open <= 0n ? 0n : owed < open ? owed : open, row.asset);
}

/** A deposit may pay it off at this very moment: from here on it waits. */
const lockDebt = (uow: Uow, row: DisputeRow) => balanceOf(uow, debt(ownerOf(row), row.asset), { lock: true });

type Booked = Pick<DisputeRow, 'withdrawnMinor' | 'feeMinor' | 'writtenOffMinor' | 'bookings'>;

/** Books the difference between what the PSP has taken and what the books already show. */
export async function bookDisputeMoney(uow: Uow, row: DisputeRow, withdrawn: Money, fee: Money): Promise<Booked> {
  const taken = withdrawn.minor - row.withdrawnMinor;
  const charged = fee.minor - row.feeMinor;
  const kept = { writtenOffMinor: row.writtenOffMinor, bookings: row.bookings };
  if (taken === 0n && charged === 0n) return { withdrawnMinor: row.withdrawnMinor, feeMinor: row.feeMinor, ...kept };
  const via = viaOf(row);
  const parts = [];
  let writtenOffMinor = row.writtenOffMinor;
  if (taken > 0n) {
    const { available } = await balanceOf(uow, wallet(via, row.asset));
    const free = of(available.minor > 0n ? available.minor : 0n, row.asset);
    parts.push(recipes.chargebackOpened(via, of(taken, row.asset), of(0n, fee.asset), free));
  } else if (taken < 0n) {
    const back = of(-taken, row.asset);
    const toHouse = minOf(back, of(writtenOffMinor, row.asset));
    writtenOffMinor -= toHouse.minor;
    const { posted } = await lockDebt(uow, row);
    const owed = of(posted.minor < 0n ? -posted.minor : 0n, row.asset);
    parts.push(recipes.writtenOffRecovered(via, toHouse));
    parts.push(recipes.chargebackWon(via, of(back.minor - toHouse.minor, row.asset), owed));
  }
  if (charged > 0n) parts.push(recipes.chargebackFee(via, of(charged, fee.asset)));
  if (charged < 0n) parts.push(recipes.chargebackFeeReturned(via, of(-charged, fee.asset)));
  const bookings = row.bookings + 1;
  await post(uow, {
    ...recipes.together(taken < 0n ? 'chargeback.won' : 'chargeback.opened', ...parts),
    reference: `dispute/${row.id}/${bookings}`,
    thread: row.depositId,
    client: row.clientId,
  });
  return { withdrawnMinor: withdrawn.minor, feeMinor: fee.minor, writtenOffMinor, bookings };
}

/** What the wallet still has goes towards the debt. Returns what was taken. */
export async function collectDebt(uow: Uow, row: DisputeRow): Promise<Money> {
  await lockDebt(uow, row);
  const [{ available }, owed] = await Promise.all([balanceOf(uow, wallet(ownerOf(row), row.asset)), owedBy(uow, row)]);
  const amount = minOf(of(available.minor > 0n ? available.minor : 0n, row.asset), owed);
  if (amount.minor > 0n)
    await post(uow, {
      ...recipes.debtCollected(ownerOf(row), amount),
      reference: `dispute/${row.id}/${row.bookings + 1}`,
      thread: row.depositId,
      client: row.clientId,
    });
  return amount;
}

/** The client will never pay: the debt becomes a loss of the house. Returns what was written off. */
export async function writeOffDebt(uow: Uow, row: DisputeRow): Promise<Money> {
  await lockDebt(uow, row);
  const owed = await owedBy(uow, row);
  if (owed.minor > 0n)
    await post(uow, {
      ...recipes.debtWrittenOff(ownerOf(row), owed),
      reference: `dispute/${row.id}/${row.bookings + 1}`,
      thread: row.depositId,
      client: row.clientId,
    });
  return owed;
}
