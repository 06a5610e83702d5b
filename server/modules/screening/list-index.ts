import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { entriesOf, type ListInForce, listsInForce, type StoredEntry } from './repository/lists';
import { buildIndexGently, type ScreeningIndex } from './screen';

/** An index of exactly these versions. Its key is made of content hashes, so it can never be stale. */
export type ReadyLists = {
  readonly key: string;
  readonly lists: Readonly<Record<string, string>>;
  readonly index: ScreeningIndex;
  readonly hashes: ReadonlyMap<string, string>;
};

const keyOf = (lists: readonly ListInForce[]) => lists.map(({ source, version }) => `${source}@${version}`).join(' ');

const ready = new Map<string, Promise<ReadyLists>>();
/** The one in force and the one before, while other processes still decide by it. */
const readyMax = 2;
const pageSize = 2_000;

const readLists = query({
  name: 'screening.list.in_force',
  actors: ['job'],
  input: z.object({}),
  output: z.array(z.object({ source: z.string(), version: z.string() })),
  run: (read) => listsInForce(read),
});

const readEntries = query({
  name: 'screening.list.entries',
  actors: ['job'],
  input: z.object({ source: z.string(), version: z.string(), from: z.number().int() }),
  output: z.array(z.custom<StoredEntry>()),
  run: (read, { from, ...list }) => entriesOf(read, list, from, pageSize),
});

/**
 * Makes sure that this process can screen against the lists in force. Seconds of work after an update, so it runs before a
 * unit of work begins and never inside one.
 */
export async function readyLists(ctx: Ctx): Promise<void> {
  const { idempotencyKey: _unused, ...rest } = ctx;
  const house: Ctx = { ...rest, credential: { kind: 'job', name: 'screening' } };
  const lists = await readLists(house, {});
  const key = keyOf(lists);
  if (lists.length === 0) return;
  let building = ready.get(key);
  if (!building) {
    building = build(house, lists);
    ready.set(key, building);
    if (ready.size > readyMax) ready.delete(ready.keys().next().value ?? '');
  }
  try {
    await building;
  } catch (error) {
    ready.delete(key);
    throw error;
  }
}

async function build(ctx: Ctx, lists: readonly ListInForce[]): Promise<ReadyLists> {
  const stored: StoredEntry[] = [];
  for (const list of lists) {
    for (let from = 0; ; from += pageSize) {
      const page = await readEntries(ctx, { ...list, from });
      stored.push(...page);
      if (page.length < pageSize) break;
    }
  }
  const index = await buildIndexGently(stored.map(({ entry }) => entry));
  const hashes = new Map(stored.map(({ entry, hash }) => [entry.id, hash]));
  return { key: keyOf(lists), lists: Object.fromEntries(lists.map((l) => [l.source, l.version])), index, hashes };
}

/** The lists in force in this transaction, ready to screen; null when the platform has loaded none. */
export async function listsReady(read: Read): Promise<ReadyLists | null> {
  const lists = await listsInForce(read);
  if (lists.length === 0) return null;
  const held = await ready.get(keyOf(lists));
  if (!held) throw new Refusal('unavailable', 'screening_lists_not_ready');
  return held;
}

export const listsKeyInForce = async (read: Read): Promise<string> => keyOf(await listsInForce(read));
