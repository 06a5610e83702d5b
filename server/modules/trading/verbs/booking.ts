import { z } from 'zod';
import { found, invariant } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { post, recipes } from '@/server/modules/ledger';
import { type Amounts, type Booking, bookingOf, minus, nothing, sumOf } from '../book-deals';
import { hasTraded } from '../milestones';
import { type AccountRow, lockAccount } from '../repository/accounts';
import { accountsToBook, bookingsOf, type DealRow, markBooked, saveBookings, unbookedDeals } from '../repository/deals';
import { operationsByTag } from '../repository/operations';
import { ownerOf } from './operations';

/** Three transfers a deal at most, 512 a set. */
const dealsPerSet = 150;

type Step = { readonly deal: DealRow; readonly booking: Exclude<Booking, { kind: 'wait' }>; readonly delta: Amounts };

/**
 * Realised results of one account as one set in the ledger. Money that moved on the platform without us is booked as it is seen,
 * and somebody is asked to look.
 */
export const bookDeals = command({
  name: 'trading.deal.book',
  actors: ['job'],
  input: z.object({ accountId: idSchema('tradingAccount') }),
  output: z.object({ booked: z.number().int(), waiting: z.number().int(), isMore: z.boolean() }),
  run: async (uow, { accountId }) => {
    const account = found(await lockAccount(uow, accountId), 'account_not_found');
    const deals = await unbookedDeals(uow, accountId, dealsPerSet);
    const steps = await plan(uow, account, deals);
    const isLive = account.environment === 'live';
    if (isLive) {
      await bookResults(uow, account, steps);
      for (const step of steps) await bookAside(uow, account, step);
    }
    await markBooked(
      uow,
      steps.map(({ deal, booking }) => ({ id: deal.id, operationId: booking.operationId })),
    );
    const trades = deals.filter((deal) => deal.action === 'buy' || deal.action === 'sell');
    if (isLive && trades.length > 0) await hasTraded(uow, account.clientId);
    const waiting = deals.length - steps.length;
    uow.audit({
      object: { type: 'tradingAccount', id: accountId },
      client: account.clientId,
      facts: { booked: steps.length, waiting, first: deals[0]?.ticket ?? null, last: deals.at(-1)?.ticket ?? null },
    });
    if (steps.length > 0) uow.emit({ name: 'trading/deals.booked', data: { accountId, clientId: account.clientId } });
    return { booked: steps.length, waiting, isMore: deals.length === dealsPerSet && steps.length > 0 };
  },
});

async function plan(uow: Uow, account: AccountRow, deals: readonly DealRow[]): Promise<Step[]> {
  const tags = deals.flatMap((deal) => (deal.tag ? [deal.tag] : []));
  const operations = new Map((await operationsByTag(uow, tags)).map((row) => [row.opId, row]));
  const tickets = deals.map((deal) => deal.ticket);
  const booked = new Map((await bookingsOf(uow, account.connectionId, tickets)).map((row) => [row.ticket, row]));
  return deals.flatMap((deal): Step[] => {
    const operation = deal.tag ? operations.get(deal.tag) : undefined;
    const booking = bookingOf(deal, account.id, operation);
    if (booking.kind === 'wait') return [];
    const row = booked.get(deal.ticket);
    const before = row ? { profit: row.profitMinor, swap: row.swapMinor, commission: row.commissionMinor } : nothing;
    return [{ deal, booking, delta: minus(booking.target, before) }];
  });
}

const isWorth = ({ delta }: Step): boolean => delta.profit !== 0n || delta.swap !== 0n || delta.commission !== 0n;

function loginOf(account: AccountRow): string {
  invariant(account.login !== null, 'deals belong to accounts with a login');
  return account.login;
}

async function bookResults(uow: Uow, account: AccountRow, steps: readonly Step[]): Promise<void> {
  const results = steps.filter((step) => step.booking.kind === 'result' && isWorth(step));
  if (results.length === 0) return;
  const asset = account.currency;
  const { set } = await post(uow, {
    ...recipes.tradingBooked(
      ownerOf(account),
      loginOf(account),
      results.map(({ delta }) => ({
        profit: money(delta.profit, asset),
        swap: money(delta.swap, asset),
        commission: money(delta.commission, asset),
      })),
    ),
    reference: `deals/${uow.id('transferSet')}`,
    client: account.clientId,
    thread: account.id,
    memo: `${results.length} deals of ${account.login}`,
  });
  await remember(uow, account, results, set);
}

const remember = (uow: Uow, account: AccountRow, steps: readonly Step[], setId: Id<'transferSet'>) =>
  saveBookings(
    uow,
    steps.map(({ deal, booking }) => ({
      connectionId: account.connectionId,
      ticket: deal.ticket,
      accountId: account.id,
      recipe: booking.kind,
      profitMinor: booking.target.profit,
      swapMinor: booking.target.swap,
      commissionMinor: booking.target.commission,
      setId,
      bookedAt: uow.now,
    })),
  );

/** Negative balance protection, and money that no verb of ours asked for. */
async function bookAside(uow: Uow, account: AccountRow, step: Step): Promise<void> {
  const { deal, booking, delta } = step;
  if ((booking.kind !== 'foreign' && booking.kind !== 'negative_balance') || !isWorth(step)) return;
  const amount = money(sumOf(delta), account.currency);
  const owner = ownerOf(account);
  const legs =
    booking.kind === 'foreign'
      ? recipes.foreignOperation(owner, loginOf(account), amount)
      : recipes.negativeBalanceCovered(owner, loginOf(account), amount);
  const { set } = await post(uow, {
    ...legs,
    reference: `deal/${deal.id}/${deal.deletedAt ? 'deleted' : 'seen'}/${uow.id('transferSet')}`,
    client: account.clientId,
    thread: account.id,
    memo: `${deal.action} ${deal.ticket}: ${deal.comment}`.slice(0, 200),
  });
  await remember(uow, account, [step], set);
  if (booking.kind === 'negative_balance' && amount.minor > 0n)
    uow.emit({ name: 'trading/balance.covered', data: { accountId: account.id, clientId: account.clientId } });
  if (booking.kind !== 'foreign') return;
  await raiseWork(uow, {
    kind: 'foreign_operation',
    object: { type: 'deal', id: deal.id },
    title: `${account.login}: ${booking.why}, deal ${deal.ticket} ${deal.action}`.slice(0, 300),
    team: 'dealing',
    client: account.clientId,
    priority: booking.isUrgent ? 0 : 1,
    stake: { minor: amount.minor < 0n ? -amount.minor : amount.minor, asset: amount.asset },
  });
}

/** Whose results the books are still missing. */
export const listUnbooked = query({
  name: 'trading.deal.list_unbooked',
  actors: ['job'],
  input: z.object({ connectionId: idSchema('connection').nullish() }),
  output: z.array(idSchema('tradingAccount')),
  run: async (read, { connectionId }) =>
    (await accountsToBook(read, connectionId ?? null)).flatMap((row) => (row.accountId ? [row.accountId] : [])),
});
