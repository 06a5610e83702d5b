import type { SQL } from 'drizzle-orm';
import { holds } from '@/server/kernel/access';
import type { Read } from '@/server/kernel/uow';
import { visibleClients } from '@/server/modules/clients';

/** Figures that are read with one row scope. */
export type Reach<Key extends string> = { readonly keys: readonly Key[]; readonly scope: SQL | undefined };

export const mayRead = (read: Read, verb: string): boolean => read.actor.kind === 'job' || holds(read.actor, verb);

/** A figure shows what its list would show: not to whoever may not read that list, and only clients in that reach. */
export function reachesOf<Key extends string>(
  read: Read,
  wanted: readonly Key[],
  verbOf: (key: Key) => string,
): Reach<Key>[] {
  const byVerb = new Map<string, Key[]>();
  for (const key of wanted) {
    const verb = verbOf(key);
    if (mayRead(read, verb)) byVerb.set(verb, [...(byVerb.get(verb) ?? []), key]);
  }
  return [...byVerb].map(([verb, keys]) => ({ keys, scope: visibleClients(read, verb) }));
}
