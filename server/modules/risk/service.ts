import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { reachOf, requireReach } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { accountById, listedFloating, resultSums } from '@/server/modules/trading';
import type { Book as BookName } from './calc';
import {
  AssignBook,
  Book,
  BookOf,
  ExposureInput,
  ExposureList,
  ExposureSnapshot,
  Results,
  ResultsInput,
  SetBand,
} from './contract';
import { allBands, bookOf, changeBook, lockBand, markBreach, removeBand, saveBand } from './repository';
import { takeSnapshot } from './snapshot';

const bookName = (text: string | undefined): BookName => (text === 'A' ? 'A' : 'B');

/** Sums over all clients are for those who see all clients. */
function requireWholeHouse(read: Read, verb: string): void {
  if (reachOf(read, verb) !== 'all') throw new Refusal('forbidden', 'needs_all_clients');
}

export const exposureSnapshot = query({
  name: 'risk.exposure.snapshot',
  actors: ['staff', 'apiKey', 'job'],
  input: ExposureInput,
  output: ExposureSnapshot,
  run: async (read, { book, currency, since }) => {
    requireWholeHouse(read, 'risk.exposure.snapshot');
    return takeSnapshot(read, { book: book ?? null, currency: currency ?? null, since: since ?? null });
  },
});

export const listExposure = query({
  name: 'risk.exposure.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ExposureInput,
  output: ExposureList,
  run: async (read, { book, currency, since }) => {
    requireWholeHouse(read, 'risk.exposure.list');
    const taken = await takeSnapshot(read, { book: book ?? null, currency: currency ?? null, since: since ?? null });
    return { currency: taken.currency, rows: taken.rows };
  },
});

/** Results of one client or account: realised by symbol, and what is open. */
export const readResults = query({
  name: 'risk.result.read',
  actors: ['staff', 'client', 'apiKey', 'job'],
  input: ResultsInput,
  output: Results,
  run: async (read, { clientId, accountId, since }) => {
    const account = accountId ? found(await accountById(read, accountId), 'account_not_found') : null;
    const owner = found(account?.clientId ?? clientId, 'client_not_found');
    await requireReach(read, 'risk.result.read', owner);
    const only = account ? { accountId: account.id } : { clientId: owner };
    const [sums, floating] = await Promise.all([resultSums(read, since, [], only), listedFloating(read, only)]);
    const totals = new Map<string, bigint>();
    for (const { asset, profitMinor, swapMinor, commissionMinor } of sums)
      totals.set(asset, (totals.get(asset) ?? 0n) + profitMinor + swapMinor + commissionMinor);
    return {
      rows: sums.map(({ symbol, asset, deals, lots, profitMinor, swapMinor, commissionMinor }) => ({
        symbol,
        deals,
        lots,
        profit: { minor: profitMinor, asset },
        swap: { minor: swapMinor, asset },
        commission: { minor: commissionMinor, asset },
      })),
      totals: [...totals].map(([asset, minor]) => ({ minor, asset })),
      floating,
    };
  },
});

/** Dealing decides where a client's flow goes; the decision reaches nothing but dealing. */
export const assignBook = command({
  name: 'risk.book.assign',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: AssignBook,
  output: z.object({ clientId: idSchema('client'), book: Book }),
  run: async (uow, { clientId, book, reason }) => {
    await requireReach(uow, 'risk.book.assign', clientId);
    const before = bookName((await bookOf(uow, clientId))?.book);
    if (before === book) throw new Refusal('conflict', 'already_in_book', { params: { book } });
    await changeBook(uow, clientId, book, reason);
    // The client's own timeline must not show which book he is in.
    uow.audit({ object: { type: 'clientBook', id: clientId }, changes: { book: [before, book] }, reason });
    uow.emit({ name: 'risk/book.changed', data: { clientId } });
    return { clientId, book };
  },
});

export const readBook = query({
  name: 'risk.book.read',
  actors: ['staff', 'job'],
  input: z.object({ clientId: idSchema('client') }),
  output: BookOf,
  run: async (read, { clientId }) => {
    await requireReach(read, 'risk.book.read', clientId);
    const row = await bookOf(read, clientId);
    return { clientId, book: bookName(row?.book), since: row?.since ?? null, reason: row?.reason ?? '' };
  },
});

export const setBand = command({
  name: 'risk.band.set',
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: SetBand,
  output: z.object({ id: idSchema('exposureBand').nullable() }),
  run: async (uow, { symbol, book, lots }) => {
    const before = await lockBand(uow, book, symbol);
    const id = before?.id ?? uow.id('exposureBand');
    if (lots === null) {
      const band = found(before, 'band_not_found');
      await removeBand(uow, band.id);
      await closeWork(uow, band.id, 'band_removed', 'exposure_over_band');
    } else await saveBand(uow, { id, book, symbol, lots, changedAt: uow.now });
    uow.audit({
      object: { type: 'exposureBand', id },
      changes: { lots: [before?.lots ?? null, lots] },
      facts: { symbol, book },
    });
    return { id: lots === null ? null : id };
  },
});

type Crossing = { id: Id<'exposureBand'>; symbol: string; book: BookName; netLots: string; isOver: boolean };

/** Bands whose exposure has gone outside or come back since the last look. */
async function crossings(read: Read): Promise<Crossing[]> {
  const bands = await allBands(read);
  if (bands.length === 0) return [];
  const { rows } = await takeSnapshot(read, { book: null, currency: null, since: read.now });
  return bands.flatMap(({ id, symbol, book, breachedAt }) => {
    const row = rows.find((one) => one.symbol === symbol && one.book === book);
    const isOver = row?.isOverBand ?? false;
    return isOver === (breachedAt !== null)
      ? []
      : [{ id, symbol, book: bookName(book), netLots: row?.netLots ?? '0', isOver }];
  });
}

export const listCrossings = query({
  name: 'risk.band.list_crossings',
  actors: ['job'],
  input: z.object({}),
  output: z.array(idSchema('exposureBand')),
  run: async (read) => (await crossings(read)).map((crossing) => crossing.id),
});

/** Exposure beyond its band is work for the dealing desk, until it is inside again. */
export const recordCrossings = command({
  name: 'risk.band.record_crossings',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ breached: z.number().int(), back: z.number().int() }),
  run: async (uow) => {
    const moved = await crossings(uow);
    for (const crossing of moved) await recordCrossing(uow, crossing);
    const breached = moved.filter(({ isOver }) => isOver).length;
    if (moved.length === 0) uow.audit({ object: { type: 'tenant', id: uow.tenant.id }, facts: { crossings: 0 } });
    return { breached, back: moved.length - breached };
  },
});

async function recordCrossing(uow: Uow, { id, symbol, book, netLots, isOver }: Crossing): Promise<void> {
  await markBreach(uow, id, isOver ? uow.now : null);
  uow.audit({
    object: { type: 'exposureBand', id },
    changes: { isOver: [!isOver, isOver] },
    facts: { symbol, book, netLots },
  });
  if (!isOver) return closeWork(uow, id, 'inside', 'exposure_over_band');
  await raiseWork(uow, {
    kind: 'exposure_over_band',
    object: { type: 'exposureBand', id },
    title: `${symbol} in book ${book} is over its band: ${netLots} lots of clients`,
    team: 'dealing',
    priority: 0,
  });
  uow.emit({ name: 'risk/band.breached', data: { bandId: id } });
}
