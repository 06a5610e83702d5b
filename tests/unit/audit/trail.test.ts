import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Trail, verifyTrail } from '@/server/modules/audit/trail';
import { auditRows, sealedLog } from '@/tests/support/audit-log';

const folder = mkdtempSync(path.join(tmpdir(), 'trail-'));

/** The script a customer runs, as he runs it: another process, files only. */
function runScript(input: { trail: string; checkpoint: string; key: string; earlier?: string }) {
  const file = (name: string, text: string) => {
    const target = path.join(folder, name);
    writeFileSync(target, text);
    return target;
  };
  const args = [file('trail.json', input.trail), file('checkpoint.txt', input.checkpoint), file('key.txt', input.key)];
  if (input.earlier !== undefined) args.push(file('earlier.txt', input.earlier));
  const script = path.resolve(import.meta.dirname, '../../../public/verify-trail.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd: folder });
  return { status, text: (stdout + stderr).trim() };
}

type Log = Awaited<ReturnType<typeof sealedLog>>;
let log: Log;
let selection: Trail;
let checkpoint: string;
beforeAll(async () => {
  log = await sealedLog(auditRows(23));
  selection = await log.export([2, 3, 11, 22], 'selection', [9]);
  checkpoint = await log.signed(23);
});

describe('an honest export', () => {
  test('is proven by our verifier and by the script', async () => {
    const verdict = await verifyTrail({ trail: selection, checkpoint, key: log.key });
    expect(verdict).toEqual({ ok: true, checked: 4, size: 23, coverage: 'selection' });
    expect(runScript({ trail: JSON.stringify(selection), checkpoint, key: log.key })).toEqual({
      status: 0,
      text: 'OK: 4 entries proven in a log of 23 (desk.example/audit/acme); a selection: entries not shown are not covered',
    });
  });

  test('of the whole log is proven complete', async () => {
    const trail = await log.export([...Array(23).keys()], 'whole');
    expect(await verifyTrail({ trail, checkpoint, key: log.key })).toMatchObject({ ok: true, checked: 23 });
    expect(runScript({ trail: JSON.stringify(trail, null, 2), checkpoint, key: log.key }).status).toBe(0);
  });

  test('continues an earlier checkpoint', async () => {
    const earlier = await log.signed(9);
    expect(await verifyTrail({ trail: selection, checkpoint, key: log.key, earlier })).toMatchObject({ ok: true });
    expect(runScript({ trail: JSON.stringify(selection), checkpoint, key: log.key, earlier }).status).toBe(0);
  });

  test('is readable: amounts and instants are text', () => {
    expect(selection.entries[0]?.entry).toMatchObject({
      at: '2026-10-05T09:00:02.000Z',
      change: { amount: { minor: '20000000000000000', asset: 'EUR' } },
    });
  });
});

type Case = { trail: Trail; checkpoint: string; key: string; earlier?: string };
const edit = (trail: Trail, change: (copy: Trail) => object): Trail =>
  ({ ...structuredClone(trail), ...change(structuredClone(trail)) }) as Trail;
const withEntry = (trail: Trail, at: number, change: (entry: Trail['entries'][number]) => object): Trail =>
  edit(trail, ({ entries }) => ({
    entries: entries.map((entry, i) => (i === at ? { ...entry, ...change(entry) } : entry)),
  }));

const tampered: [string, number | null, string, () => Case | Promise<Case>][] = [
  [
    'a changed value',
    3,
    'not_in_log',
    () => ({
      trail: withEntry(selection, 1, ({ entry }) => ({ entry: { ...entry, object: 'wd_999' } })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'an added member',
    11,
    'not_in_log',
    () => ({
      trail: withEntry(selection, 2, ({ entry }) => ({ entry: { ...entry, note: 'fine' } })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'an entry moved to another index',
    4,
    'not_in_log',
    () => ({
      trail: withEntry(selection, 1, () => ({ index: 4 })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'an index beyond the log',
    23,
    'not_in_log',
    () => ({
      trail: withEntry(selection, 3, () => ({ index: 23 })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'entries swapped',
    2,
    'out_of_order',
    () => ({
      trail: edit(selection, ({ entries }) => ({ entries: [entries[1], entries[0], ...entries.slice(2)] })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'a proof cut short',
    11,
    'not_in_log',
    () => ({
      trail: withEntry(selection, 2, ({ proof }) => ({ proof: proof.slice(1) })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'a proof that is no list',
    2,
    'malformed',
    () => ({
      trail: withEntry(selection, 0, () => ({ proof: 'x' })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'text that nobody checks',
    2,
    'malformed',
    () => ({
      trail: withEntry(selection, 0, () => ({ remark: 'approved by the board' })),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'a whole export with a hole',
    5,
    'missing_entry',
    async () => ({
      trail: await log.export([0, 1, 2, 3, 4, 6, 7], 'whole'),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'a whole export cut at the end',
    20,
    'missing_entry',
    async () => ({
      trail: await log.export([...Array(20).keys()], 'whole'),
      checkpoint,
      key: log.key,
    }),
  ],
  [
    'the checkpoint of another moment',
    null,
    'other_log',
    async () => ({
      trail: selection,
      checkpoint: await log.signed(22),
      key: log.key,
    }),
  ],
  [
    'a checkpoint with another size',
    null,
    'bad_signature',
    () => ({
      trail: selection,
      checkpoint: checkpoint.replace('\n23\n', '\n24\n'),
      key: log.key,
    }),
  ],
  [
    'the key of somebody else',
    null,
    'unknown_key',
    async () => ({
      trail: selection,
      checkpoint,
      key: (await sealedLog([], 'elsewhere')).key,
    }),
  ],
  [
    'an earlier checkpoint of another history',
    null,
    'history_rewritten',
    async () => ({
      trail: selection,
      checkpoint,
      key: log.key,
      earlier: await (await sealedLog(auditRows(9).reverse())).signed(9),
    }),
  ],
  [
    'an earlier checkpoint that is later',
    null,
    'history_rewritten',
    async () => ({
      trail: selection,
      checkpoint,
      key: log.key,
      earlier: await (await sealedLog(auditRows(40))).signed(40),
    }),
  ],
  [
    'an earlier checkpoint without proof',
    null,
    'earlier_unproven',
    async () => ({
      trail: selection,
      checkpoint,
      key: log.key,
      earlier: await log.signed(10),
    }),
  ],
];

test.each(tampered)('%s is found and named', async (_, index, reason, make) => {
  const input = await make();
  expect(await verifyTrail(input)).toEqual({ ok: false, index, reason });
  const { status, text } = runScript({ ...input, trail: JSON.stringify(input.trail) });
  expect(status).toBe(1);
  expect(text).toContain(index === null ? `BAD: ${reason}` : `BAD at entry ${index}: ${reason}`);
});

test('the script explains its usage and survives garbage', () => {
  const script = path.resolve(import.meta.dirname, '../../../public/verify-trail.mjs');
  expect(spawnSync(process.execPath, [script], { encoding: 'utf8' })).toMatchObject({ status: 2 });
  expect(runScript({ trail: '{', checkpoint, key: log.key }).text).toContain('BAD: malformed');
  expect(runScript({ trail: '[]', checkpoint: 'x', key: log.key }).text).toContain('BAD: malformed');
});
