import type { Person } from './cast';
import type { Company, Roster } from './founder';
import type { Client } from './portal';
import type { Vendors } from './vendors';

/** How a client is left when his story is over: as the story says it must be, for the report to look at. */
export type Ending = {
  readonly client: Client;
  readonly login: number | null;
  readonly wasVerified: boolean;
  readonly wasFunded: boolean;
  readonly hasTraded: boolean;
  readonly withdrawals: readonly string[];
  /** What holds him up for good reason: whom or what he waits for; null: he can go on by himself or is done. */
  readonly waitsOn: string | null;
};

export type Stage = {
  readonly company: Company;
  readonly vendors: Vendors;
  readonly roster: Roster;
  readonly say: (line: string) => void;
};

export class StoryFailed extends Error {
  constructor(
    readonly person: Person,
    readonly step: string,
    override readonly cause: unknown,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`client ${person.n} (${person.firstName} ${person.lastName}, ${person.fate}) at "${step}": ${why}`);
  }
}

/** What must be so. The words say what was expected, for whoever reads the failure. */
export function mustBe(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}
