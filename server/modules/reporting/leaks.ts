import { z } from 'zod';
import { idFromUuid } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { namesOf } from '@/server/modules/identity';
import { LeakBoard, type LeakLine, ListPassages, PassagePage } from './contract';
import { type LeakKey, leakKeys, leakOf } from './leak-contract';
import { reachesOf } from './reach';
import { boardFigures, pageOfPassages } from './repository/leaks';

const verbOf = (key: LeakKey) => leakOf(key).verb;
type Figures = Awaited<ReturnType<typeof boardFigures>>;
const figure = (row: Figures[number] | undefined, name: string): number => Number(row?.[name] ?? 0);
const known = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

/** Which of the grouping sets a row is of: what is left out of the key counts 1. */
const sets = { leak: 3, source: 1, asset: 2 } as const;

function lineOf(leak: LeakKey, rows: Figures): LeakLine {
  const own = rows.filter((row) => row.leak === leak);
  const whole = own.find((row) => row.by === sets.leak);
  const flow = (name: string) => ({ now: figure(whole, name), before: figure(whole, `${name}_before`) });
  return {
    leak,
    came: flow('came'),
    passed: flow('passed'),
    lost: flow('lost'),
    waiting: figure(whole, 'waiting'),
    stuck: flow('stuck'),
    medianMs: known(whole?.median),
    oldestMs: known(whole?.oldest),
    money: own.flatMap((row) =>
      row.by === sets.asset && row.asset && typeof row.minor === 'string' ? [money(BigInt(row.minor), row.asset)] : [],
    ),
    sources: own
      .filter((row) => row.by === sets.source && figure(row, 'stuck') > 0)
      .map((row) => ({ source: row.source, stuck: figure(row, 'stuck') }))
      .sort((a, b) => b.stuck - a.stuck)
      .slice(0, 5),
  };
}

export async function boardOf(read: Read): Promise<z.output<typeof LeakBoard>> {
  const reaches = reachesOf(read, leakKeys, verbOf);
  const shown = new Set(reaches.flatMap(({ keys }) => keys));
  const rows = await boardFigures(read, reaches);
  return { at: read.now, lines: leakKeys.filter((key) => shown.has(key)).map((key) => lineOf(key, rows)) };
}

export const leakBoard = query({
  name: 'reporting.leak.board',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: LeakBoard,
  run: (read) => boardOf(read),
});

export const listPassages = query({
  name: 'reporting.leak.rows',
  actors: ['staff', 'job'],
  input: ListPassages,
  output: PassagePage,
  run: async (read, { leaks, handOffs, ...input }) => {
    const wanted = leakKeys.filter(
      (key) => (!leaks?.length || leaks.includes(key)) && (!handOffs?.length || handOffs.includes(leakOf(key).handOff)),
    );
    // The oldest comes first, unless the caller sorts otherwise.
    const order = input.sort ? input : { ...input, sort: 'enteredAt', direction: 'asc' as const };
    const page = await pageOfPassages(read, reachesOf(read, wanted, verbOf), order);
    const owners = await namesOf(
      read,
      page.rows.flatMap((row) => (row.owner_id ? [idFromUuid('user', row.owner_id)] : [])),
    );
    return {
      nextCursor: page.nextCursor,
      total: page.total,
      totals: page.totals.flatMap(({ asset, minor }) => (asset && minor ? [money(BigInt(minor), asset)] : [])),
      rows: page.rows.map((row) => {
        const leak = leakOf(row.leak);
        return {
          id: `${row.leak}:${row.object_id}${row.asset ? `:${row.asset}` : ''}`,
          leak: row.leak,
          clientId: idFromUuid('client', row.client_id),
          clientNumber: row.number,
          clientName: row.name,
          object: { type: leak.page, id: idFromUuid(leak.page, row.page_id) },
          enteredAt: new Date(row.entered),
          isStuck: row.stuck,
          money: row.minor !== null && row.asset ? money(BigInt(row.minor), row.asset) : null,
          source: row.source,
          team: leak.team,
          waitsOn: leak.waitsOn,
          owner: row.owner_id ? (owners.get(idFromUuid('user', row.owner_id)) ?? null) : null,
        };
      }),
    };
  },
});
