// npm start: brings what a fresh clone lacks with plain Node, then hands over to the supervisor.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, requireNode } from './install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const startedAt = performance.now();
try {
  requireNode();
  ensurePackages(root);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const installMs = performance.now() - startedAt;
const child = spawn(
  process.execPath,
  ['--import', 'tsx', join(root, 'server/ops/start.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, BOS_INSTALL_MS: String(Math.round(installMs)) },
  },
);
// The supervisor ends everything in order; a signal sent to npm or to this process reaches it.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
  process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
