import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '../ports';

type Ready = { readonly url: string; readonly installMs: number; readonly phases: { name: string; ms: number }[] };
export type Product = Ready & { stop(): Promise<void> };

/** `npm start` as a newcomer types it, on a free port; ended as by Ctrl-C. */
export async function startProduct(
  folder: string,
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<Product> {
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: folder,
    env: { ...process.env, PORT: String(await freePort()), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    // The group: npm hands signals on, but not always before it goes itself.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('{"ready":true'))
          resolve(JSON.parse(line) as Ready); // printed by start.ts
        else if (line.startsWith('✓')) say(line);
      });
    });
    return { ...ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
