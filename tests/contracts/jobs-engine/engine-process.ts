import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventKey, signingKey } from './harness';

export interface EngineProcess {
  address: string;
  /** SIGKILL: no good-byes. */
  kill(): Promise<void>;
  /** SIGTERM; returns the exit code. */
  end(): Promise<number | null>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** `npm run engine` without npm in between, so that the signal reaches the engine. */
export async function spawnEngine(options: { database: string; app?: string; port?: number }): Promise<EngineProcess> {
  const args = [
    '--import',
    'tsx',
    'server/ops/engine.ts',
    '--port',
    String(options.port ?? 0),
    '--database',
    options.database,
  ];
  args.push('--event-key', eventKey, '--signing-key', signingKey, ...(options.app ? ['--app', options.app] : []));
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  return {
    address: await readAddress(child),
    kill: () => signal('SIGKILL').then(() => undefined),
    end: () => signal('SIGTERM'),
  };

  async function signal(name: NodeJS.Signals): Promise<number | null> {
    child.kill(name);
    await ended;
    return child.exitCode;
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /INNGEST_BASE_URL=(\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`the engine ended with ${code}:\n${output}`)));
  });
}
