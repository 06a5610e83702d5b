export type Load<Id extends string> = { readonly id: Id; clients: number };

/** The next owner: who has the fewest, among equals the first by id; null when all have as many as they may. */
export function leastLoaded<Id extends string>(loads: readonly Load<Id>[], capacity: number | null): Load<Id> | null {
  let best: Load<Id> | null = null;
  for (const load of loads) {
    if (capacity !== null && load.clients >= capacity) continue;
    if (!best || load.clients < best.clients || (load.clients === best.clients && load.id < best.id)) best = load;
  }
  return best;
}
