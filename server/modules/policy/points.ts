import { found } from '@/server/kernel/errors';
import type { PolicyPoint, PolicyRow } from '@/server/kernel/policy';

type Registered = { point: PolicyPoint; rows: readonly PolicyRow[] };
const registered = new Map<string, Registered>();

/** A module declares a decision point with the table that a new tenant starts with. */
export function registerPoint(point: PolicyPoint, rows: readonly PolicyRow[]): void {
  registered.set(point.name, { point, rows });
}

export const points = (): readonly Registered[] => [...registered.values()];
export const pointNamed = (name: string): Registered => found(registered.get(name), 'policy_point_unknown');
