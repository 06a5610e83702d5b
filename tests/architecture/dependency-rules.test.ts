import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program } from '@/server/ops/stage.mjs';
import { projectRoot } from '../support/source-files';

const configFile = '.dependency-cruiser.cjs';
const { forbidden }: { forbidden: { name: string; severity: string }[] } = createRequire(import.meta.url)(
  join(projectRoot, configFile),
);
const levelRules = forbidden.filter(({ name }) => name.startsWith('calls-go-down:'));

/** One planted offence per rule: importing file, imported file, rule. */
const offences: [from: string, to: string, rule: string][] = [
  ['server/kernel/circle-a.ts', 'server/kernel/circle-b.ts', 'no-cycles'],
  ['server/modules/payments/service.ts', 'server/modules/ledger/service.ts', 'modules-via-door'],
  ['server/transports/webhooks.ts', 'server/modules/ledger/service.ts', 'outside-via-door'],
  ['app/t/[tenant]/desk/page.tsx', 'server/modules/ledger/repository.ts', 'app-and-jobs-via-door'],
  ['jobs/payments.ts', 'server/modules/ledger/service.ts', 'app-and-jobs-via-door'],
  ['server/modules/clients/service.ts', 'db/schema/clients.ts', 'only-repositories-touch-tables'],
  ['server/modules/clients/repository.ts', 'db/schema/ledger.ts', 'own-tables-only'],
  ['server/modules/payments/state.ts', 'server/modules/payments/repository.ts', 'pure-files-stay-pure'],
  ['server/modules/payments/verbs/pay.ts', 'server/adapters/psp/acme/adapter.ts', 'modules-know-ports-not-adapters'],
  ['server/kernel/verb.ts', 'server/modules/ledger/index.ts', 'kernel-knows-no-module'],
  ['db/client.ts', 'server/kernel/money.ts', 'db-is-the-floor'],
  ['emails/welcome.tsx', 'server/kernel/money.ts', 'emails-are-pure'],
  ['app/platform/page.tsx', 'db/client.ts', 'app-never-db'],
  ['app/platform/layout.tsx', 'jobs/payments.ts', 'app-jobs-only-in-inngest-route'],
  ['jobs/ledger.ts', 'db/client.ts', 'jobs-never-db'],
  ['server/gateways/deal-stream.ts', 'server/emulators/psp/acme/server.ts', 'product-runs-without-emulators'],
  ['app/t/[tenant]/portal/page.tsx', 'app/t/[tenant]/desk/page.tsx', 'surfaces-do-not-mix'],
  [
    'server/emulators/psp/acme/signature.ts',
    'server/adapters/psp/acme/adapter.ts',
    'emulators-share-no-code-with-adapters',
  ],
  ['server/adapters/psp/acme/adapter.ts', 'server/modules/payments/index.ts', 'adapters-know-no-services'],
  ['server/transports/session.ts', 'db/platform-client.ts', 'platform-client-is-narrow'],
  ['server/modules/payments/events.ts', 'server/adapters/registry.ts', 'registry-only-in-composition-roots'],
  ['server/modules/payments/events.ts', 'server/adapters/registry.ts', 'modules-know-ports-not-adapters'],
  ['server/modules/clients/policy.ts', 'server/modules/payments/index.ts', 'calls-go-down:clients'],
  ['server/modules/screening/service.ts', 'server/modules/cases/index.ts', 'calls-go-down:screening'],
];

/** Closes the circle; the tool names a circle once. */
const backing: [from: string, to: string][] = [['server/kernel/circle-b.ts', 'server/kernel/circle-a.ts']];

/** What the house is made of, done as it should be. */
const honest: [from: string, to: string][] = [
  ['server/modules/payments/repository.ts', 'db/schema/payments.ts'],
  ['server/modules/payments/queries/list.ts', 'db/schema/_outbox.ts'],
  ['server/modules/payments/index.ts', 'server/modules/ledger/index.ts'],
  ['server/modules/ledger/index.ts', 'server/modules/payments/events.ts'],
  ['server/adapters/psp/acme/client.ts', 'server/modules/payments/ports.ts'],
  ['server/adapters/registry.ts', 'server/adapters/psp/acme/client.ts'],
  ['server/transports/trpc/root.ts', 'server/modules/payments/router.ts'],
  ['server/ops/start.ts', 'server/emulators/psp/acme/server.ts'],
  ['jobs/trading.ts', 'server/modules/payments/index.ts'],
  ['jobs/engine/queue.ts', 'db/client.ts'],
  ['app/api/inngest/route.ts', 'jobs/trading.ts'],
  ['app/t/[tenant]/desk/layout.tsx', 'server/modules/payments/contract.ts'],
];

interface Violation {
  from: string;
  rule: { name: string };
}

let folder: string;
let violations: Violation[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dependency-rules-'));
  const imports = new Map<string, string[]>();
  for (const [from, to] of [...offences, ...backing, ...honest]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (!imports.has(to)) imports.set(to, []);
  }
  for (const [path, targets] of imports) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    const name = (index: number) => `value${index}`;
    const lines = targets.map(
      (target, index) => `import { value as ${name(index)} } from '@/${target.replace(/\.tsx?$/, '')}';`,
    );
    const value = `export const value: unknown = [${targets.map((_, index) => name(index)).join(', ')}];`;
    writeFileSync(join(folder, path), [...lines, value, ''].join('\n'));
  }
  for (const file of [configFile, 'tsconfig.json']) copyFileSync(join(projectRoot, file), join(folder, file));
  violations = await cruise(['app', 'server', 'db', 'jobs', 'emails']);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function cruise(roots: string[]): Promise<Violation[]> {
  const script = program(projectRoot, 'dependency-cruiser', 'depcruise');
  const args = [script, '--config', configFile, '--output-type', 'json', ...roots];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      if (!error.stdout?.startsWith('{')) throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`);
      return { stdout: error.stdout };
    },
  );
  return JSON.parse(stdout).summary.violations;
}

const reportedFor = (path: string) => violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);

test.each(offences)('%s importing %s is reported as %s', (from, _to, rule) => {
  expect(reportedFor(from)).toContain(rule);
});

test.each(honest)('%s importing %s is fine', (from) => {
  expect(reportedFor(from)).toEqual([]);
});

test('every rule is an error and has a planted offence', () => {
  expect(forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
  const planted = new Set(offences.map(([, , rule]) => rule));
  const unproven = forbidden.filter(({ name }) => !name.startsWith('calls-go-down:') && !planted.has(name));
  expect(unproven.map(({ name }) => name)).toEqual([]);
});

test('every module has its level', () => {
  const modules = join(projectRoot, 'server', 'modules');
  const present = existsSync(modules) ? readdirSync(modules) : [];
  const known = levelRules.map(({ name }) => name.replace('calls-go-down:', ''));
  expect(present.filter((name) => !known.includes(name))).toEqual([]);
});
