import type { SourceFile } from '../support/source-files';

export interface TidyRule {
  name: string;
  /** What is wrong with this file; nothing for a tidy one. */
  find(file: SourceFile): string[];
  /** A file this rule must report, so that a rule which never fires is noticed. */
  offence: SourceFile;
  /** A file close to the offence that is fine. */
  honest: SourceFile;
}

// The rules' own words are put together here, or the rules would find this file.
const word = (...parts: string[]) => parts.join('');
const file = (path: string, text: string): SourceFile => ({ path, text });
const isCode = (path: string) => /\.(ts|tsx|mjs|cjs|js)$/.test(path);
const isTest = (path: string) => path.startsWith('tests/');
const lines = (count: number) => 'x\n'.repeat(count);

/** The matches of `pattern`, each with its line number. */
function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))].map(
    (match) => `line ${text.slice(0, match.index).split('\n').length}: ${match[0].trim()}`,
  );
}

function linesMax(path: string): number | undefined {
  if (/^server\/modules\/[^/]+\/index\.ts$/.test(path)) return 60;
  if (/^server\/modules\/[^/]+\/README\.md$/.test(path)) return 60;
  if (/\.(test|spec)\.tsx?$/.test(path)) return 400;
  if (path.endsWith('.tsx')) return 250;
  return isCode(path) ? 300 : undefined;
}

const nextFile =
  /^app\/(.*\/)?(page|layout|template|loading|error|global-error|not-found|default|icon|apple-icon|opengraph-image|sitemap|robots|manifest)\.tsx?$/;
/** Loaded by a tool that takes the default export: Next, next-intl, vitest's setup and configuration files. */
const takesDefault = (path: string) =>
  nextFile.test(path) ||
  ['app/_i18n/request.ts', 'tests/support/global-setup.ts', 'tests/e2e/support/global-setup.ts', 'proxy.ts'].includes(
    path,
  ) ||
  /^[^/]+\.config\.(ts|mjs|js)$/.test(path);

/** Who may ask the machine for the time or for chance: the clock itself, the engine's leases, clocks on the screen, tests. */
const mayReadClock = (path: string) =>
  path === 'server/kernel/clock.ts' ||
  path.startsWith('jobs/engine/') ||
  path.startsWith('app/_ui/time/') ||
  // Ages of rows by the stamps the database itself gave them.
  path.startsWith('server/modules/audit/repository/') ||
  isTest(path);

const runFolders = ['unit', 'architecture', 'matrix', 'modules', 'properties', 'contracts', 'simulation'];

export const tidyRules: TidyRule[] = [
  {
    name: 'files stay small',
    find: ({ path, text }) => {
      const max = linesMax(path);
      const count = text.split('\n').length - 1;
      return max !== undefined && count > max ? [`${count} lines, at most ${max}`] : [];
    },
    offence: file('server/modules/payments/index.ts', lines(61)),
    honest: file('server/modules/payments/service.ts', lines(300)),
  },
  {
    name: 'folders are named by what they hold',
    find: ({ path }) => matches(path, /(^|\/)(utils?|helpers?|lib|libs|common|shared|misc)\//),
    offence: file('server/lib/money.ts', ''),
    honest: file('server/library/money.ts', ''),
  },
  {
    name: 'no module is mocked, no test focused or left out for good',
    find: ({ path, text }) =>
      isTest(path)
        ? matches(text, /\b(vi|jest)\.(mock|doMock|hoisted)\(|\b(it|test|describe|suite)\.(only|todo)\(/)
        : [],
    offence: file('tests/unit/a.test.ts', word('vi.', "mock('./b')")),
    honest: file('tests/unit/a.test.ts', 'test.runIf(true)("runs", () => undefined)'),
  },
  {
    name: 'nothing is left for later',
    find: ({ text }) => matches(text, new RegExp(word('\\b(TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK)\\b'))),
    offence: file('server/kernel/a.ts', word('// TO', 'DO: finish')),
    honest: file('server/kernel/a.ts', '// todos are work items'),
  },
  {
    name: 'default exports only where a tool demands them',
    find: ({ path, text }) => (isCode(path) && !takesDefault(path) ? matches(text, /^export default\b/m) : []),
    offence: file('server/kernel/a.ts', word('export ', 'default 1;')),
    honest: file('app/t/[tenant]/desk/page.tsx', word('export ', 'default function Page() {}')),
  },
  {
    name: 'time and chance come from the context',
    find: ({ path, text }) =>
      isCode(path) && !mayReadClock(path)
        ? matches(
            text,
            /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)|\.defaultNow\(\)|sql`[^`]*\b(now\(\)|current_timestamp\b)/i,
          )
        : [],
    offence: file('server/modules/payments/service.ts', word('const at = new ', 'Date();')),
    honest: file('server/modules/payments/service.ts', 'const at = new Date(row.at); clock.now();'),
  },
  {
    name: 'the tenant is set in two places only',
    find: ({ path, text }) =>
      isTest(path) || path.endsWith('.md') || /^db\/(repeatable\/[^/]*enter[^/]*\.sql|platform-client\.ts)$/.test(path)
        ? []
        : matches(text, /\bset_config\s*\(|\bset\s+(local\s+)?app\.tenant_id\b/i),
    offence: file('server/modules/payments/repository.ts', word('select set_', "config('app.tenant_id', $1, true)")),
    honest: file('db/platform-client.ts', word('select set_', "config('app.tenant_id', $1, true)")),
  },
  {
    name: 'no path of one machine',
    find: ({ text }) =>
      matches(
        text,
        new RegExp(word('(?<![\\w.:/@-])/(wo', 'rk|ro', 'ot|tm', 'p|fa', 'rm|home/\\w+|Users/\\w+)/[\\w.-]+')),
      ),
    offence: file('server/ops/a.ts', word("readFileSync('/tm", "p/x')")),
    honest: file('server/ops/a.ts', word("fetch('https://example.org/wo", "rk/x')")),
  },
  {
    name: 'types are not switched off',
    find: ({ path, text }) => (isCode(path) ? matches(text, new RegExp(word('@ts-', '(ignore|nocheck)\\b'))) : []),
    offence: file('server/kernel/a.ts', word('// @ts-', 'ignore')),
    honest: file('server/kernel/a.ts', '// @ts-expect-error: the vendor types this field wrongly'),
  },
  {
    name: 'every test lies where it is run',
    find: ({ path }) => {
      if (/\.test\.tsx?$/.test(path))
        return runFolders.some((name) => path.startsWith(`tests/${name}/`)) ? [] : ['never run'];
      return /\.spec\.tsx?$/.test(path) && !path.startsWith('tests/e2e/') ? ['never run'] : [];
    },
    offence: file('tests/adapters/a.test.ts', ''),
    honest: file('tests/e2e/portal/a.spec.ts', ''),
  },
];
