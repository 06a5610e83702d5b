import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Child } from '../child';
import { freePort } from '../ports';
import { dataFolder } from '../secrets';

const root = process.cwd();

const sources = (): Record<string, string> => ({
  'next.config.mjs': `export default { serverExternalPackages: ['inngest'], turbopack: { root: ${JSON.stringify(root)} } };\n`,
  'package.json': '{ "type": "module", "private": true }\n',
  'app/layout.tsx':
    'export default ({ children }: { children: React.ReactNode }) => (<html lang="en"><body>{children}</body></html>);\n',
  'app/functions.ts': readFileSync(join(root, 'server/ops/benches/jobs-functions.ts'), 'utf8'),
  'app/api/inngest/route.ts': `import { Inngest } from 'inngest';
import { serve } from 'inngest/next';
import { threeSteps } from '../../functions';
export const dynamic = 'force-dynamic';
const client = new Inngest({ id: 'bench-next', isDev: false, logger: { debug() {}, info() {}, warn() {}, error() {} } });
export const { GET, POST, PUT } = serve({ client, functions: threeSteps(client) });
`,
});

/** The same functions behind Next's own server: a Next app of one route, built once and kept in the data folder. */
export async function startNextApp(env: Record<string, string>, say: (line: string) => void) {
  const folder = join(dataFolder(), 'bench-next');
  const wanted = sources();
  const print = createHash('sha256')
    .update(JSON.stringify(wanted))
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(folder, 'built');
  const next = join(root, 'node_modules/next/dist/bin/next');
  const shared = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== print) {
    say('building the Next app of one route (once)');
    for (const [name, text] of Object.entries(wanted)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    await runToEnd([next, 'build', folder], shared);
    writeFileSync(marker, print);
  }
  const port = await freePort();
  const child = new Child(
    {
      name: 'bench-next',
      args: [next, 'start', folder, '-p', String(port), '-H', '127.0.0.1'],
      env: { ...shared, ...env },
      logFile: join(folder, 'next.log'),
    },
    (_name, tail) => say(tail.join('\n')),
  );
  child.start();
  return { url: `http://127.0.0.1:${port}/api/inngest`, stop: () => child.stop() };
}

async function runToEnd(args: string[], env: Record<string, string>): Promise<void> {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 });
}
