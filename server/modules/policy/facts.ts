import type { FactValues, PolicyPoint } from '@/server/kernel/policy';

/** Facts as they were stored (JSON) back in the types of the point; null when they no longer fit it. */
export function readFacts<P extends PolicyPoint>(point: P, stored: unknown): FactValues<P['facts']> | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const facts: Record<string, unknown> = {};
  for (const [name, fact] of Object.entries(point.facts)) {
    const raw = (stored as Record<string, unknown>)[name];
    const value =
      fact.type === 'int' && typeof raw === 'string'
        ? BigInt(raw)
        : fact.type.endsWith('Timestamp') && typeof raw === 'string'
          ? new Date(raw)
          : raw;
    if (!fact.accepts(value)) return null;
    facts[name] = value;
  }
  return facts as FactValues<P['facts']>; // each value was accepted by its fact just above
}
