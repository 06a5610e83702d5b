import { InvariantError } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import {
  compileTable,
  type Decision,
  decide as decideIn,
  type FactValues,
  type PolicyPoint,
  type PolicyRow,
  PolicyRows,
  type PolicyTable,
} from '@/server/kernel/policy';
import type { Read, Uow } from '@/server/kernel/uow';
import { pointNamed } from './points';
import { inForce } from './repository';

type Facts = PolicyPoint['facts'];

/** Compiled tables by tenant, point and version: published versions never change, so nothing here can go stale. */
const compiled = new Map<string, PolicyTable<Facts, unknown>>();
const compiledMax = 5_000;

function compile(
  key: string,
  point: PolicyPoint,
  rows: readonly PolicyRow[],
  version: string,
): PolicyTable<Facts, unknown> {
  const known = compiled.get(key);
  if (known) return known;
  const result = compileTable(point, rows, version);
  if (!result.ok) throw new InvariantError(`${point.name} ${version} does not compile: ${result.errors[0]?.message}`);
  if (compiled.size >= compiledMax) compiled.clear();
  compiled.set(key, result.table);
  return result.table;
}

async function tableFor(read: Read, name: string): Promise<PolicyTable<Facts, unknown>> {
  const { point, rows } = pointNamed(name);
  const published = await inForce(read, name);
  if (!published) return compile(`preset/${name}`, point, rows, 'preset');
  return compile(
    `${read.tenant.id}/${name}/${published.version}`,
    point,
    PolicyRows.parse(published.rows),
    `v${published.version}`,
  );
}

/** What the table in force says, without a trace: for showing what would happen. */
export async function consult<F extends Facts, O>(
  read: Read,
  point: PolicyPoint<F, O>,
  facts: FactValues<F>,
): Promise<Decision<O>> {
  const table = await tableFor(read, point.name);
  // The table was compiled from this very point, so its facts and outcomes have the point's types.
  return decideIn(table as unknown as PolicyTable<F, O>, facts);
}

/** What the table in force says, recorded with its facts: the answer to "why" and the input of replay. */
export async function decide<F extends Facts, O>(
  uow: Uow,
  point: PolicyPoint<F, O>,
  facts: FactValues<F>,
  about: { objectId: string; client?: Id<'client'> },
): Promise<Decision<O> & { id: Id<'decision'> }> {
  const decision = await consult(uow, point, facts);
  const id = uow.decided({
    point: point.name,
    version: decision.version,
    objectId: about.objectId,
    facts,
    outcome: decision.outcome,
    matchedRow: decision.row,
    ...(about.client ? { client: about.client } : {}),
  });
  return { ...decision, id };
}
