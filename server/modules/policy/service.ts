import { z } from 'zod';
import { canonicalJson } from '@/server/kernel/canonical';
import { found, Refusal } from '@/server/kernel/errors';
import { compileTable, decide, type PolicyPoint, PolicyRows } from '@/server/kernel/policy';
import { command, query } from '@/server/kernel/verb';
import { DraftSaved, PointName, PointView, Publish, SaveDraft, Simulation, TableView } from './contract';
import { readFacts } from './facts';
import { pointNamed, points } from './points';
import {
  markTablePublished,
  recentDecisions,
  saveDraftRow,
  summaries,
  type TableRow,
  tableById,
  tablesOf,
} from './repository';

const toView = (row: TableRow) => TableView.parse(row);

export const listPoints = query({
  name: 'policy.point.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.array(PointView),
  run: async (read) => {
    const known = await summaries(read);
    return points().map(({ point }) => ({
      name: point.name,
      purpose: point.purpose,
      facts: Object.entries(point.facts).map(([name, fact]) => ({
        name,
        type: fact.type,
        label: fact.label,
        values: fact.values ? [...fact.values] : null,
      })),
      default: point.default,
      publishedVersion: known.get(point.name)?.published ?? null,
      hasDraft: known.get(point.name)?.hasDraft ?? false,
      decisions30d: known.get(point.name)?.decisions ?? 0,
    }));
  },
});

/** Every version of a point's table, newest first; the preset that holds before the first publication comes as `preset`. */
export const pointTables = query({
  name: 'policy.table.list',
  actors: ['staff'],
  input: z.object({ point: PointName }),
  output: z.object({ preset: TableView.shape.rows, versions: z.array(TableView) }),
  run: async (read, { point }) => {
    const { rows } = pointNamed(point);
    return { preset: [...rows], versions: (await tablesOf(read, point)).map(toView) };
  },
});

export const saveDraft = command({
  name: 'policy.table.save_draft',
  actors: ['staff'],
  input: SaveDraft,
  output: DraftSaved,
  run: async (uow, draft) => {
    const { point } = pointNamed(draft.point);
    const result = compileTable(point, draft.rows, 'draft');
    const saved = await saveDraftRow(uow, draft);
    uow.audit({
      object: { type: 'policy_table', id: saved.id },
      thread: draft.point,
      changes: { rows: [null, draft.rows] },
      reason: draft.note,
    });
    return {
      ...saved,
      problems: result.ok ? [] : result.errors.map(({ row, column, message }) => ({ row, column, message })),
    };
  },
});

export const simulateDraft = query({
  name: 'policy.table.simulate',
  actors: ['staff'],
  input: z.object({ id: TableView.shape.id, days: z.number().int().min(1).max(90).default(90) }),
  output: Simulation,
  run: async (read, { id, days }) => {
    const row = found(await tableById(read, id), 'policy_table_not_found');
    const { point } = pointNamed(row.point);
    const table = compileOrRefuse(point, row);
    const past = await recentDecisions(read, row.point, days, 20_000);
    const report: z.output<typeof Simulation> = { decisions: past.length, changed: 0, unreadable: 0, examples: [] };
    for (const decision of past) {
      const facts = readFacts(point, decision.facts);
      if (!facts) {
        report.unreadable += 1; // the point asks for a fact it did not ask for then
        continue;
      }
      const now = decide(table, facts);
      if (canonicalJson(now.outcome) === canonicalJson(decision.outcome)) continue;
      report.changed += 1;
      if (report.examples.length < 50)
        report.examples.push({
          objectId: decision.objectId,
          at: decision.at,
          before: decision.outcome,
          after: now.outcome,
          row: now.row,
        });
    }
    return report;
  },
});

/** Takes effect at once; a second person must agree, who sees the rows as they are. */
export const publishTable = command({
  name: 'policy.table.publish',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Publish,
  output: z.object({ version: z.number().int() }),
  approval: async (uow, { id, reason }) => {
    const row = found(await tableById(uow, id), 'policy_table_not_found');
    return {
      needed: 1,
      decideGrant: 'policy.table.publish',
      summary: `Publish ${row.point} version ${row.version}: ${reason}`,
      object: { type: 'policy_table', id },
      policyVersion: canonicalJson(row.rows),
      checks: { rows: row.rows, note: row.note },
    };
  },
  run: async (uow, { id, reason }) => {
    const row = found(await tableById(uow, id), 'policy_table_not_found');
    if (row.state !== 'draft') throw new Refusal('conflict', 'policy_table_already_published');
    compileOrRefuse(pointNamed(row.point).point, row);
    await markTablePublished(uow, id);
    uow.audit({
      object: { type: 'policy_table', id },
      thread: row.point,
      changes: { state: ['draft', 'published'] },
      reason,
    });
    uow.emit({ name: 'policy/table.published', data: { policyTableId: id, point: row.point } });
    return { version: row.version };
  },
});

function compileOrRefuse(point: PolicyPoint, row: TableRow) {
  const result = compileTable(point, PolicyRows.parse(row.rows), `v${row.version}`);
  if (result.ok) return result.table;
  const first = result.errors[0];
  throw new Refusal('rejected', 'policy_table_has_errors', {
    field: `rows.${first?.row}.${first?.column}`,
    params: { errors: result.errors.length },
  });
}
