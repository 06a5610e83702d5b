import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const portNames = ['worker', 'engine', 'emulators'] as const;
export type PortName = (typeof portNames)[number];

function listenOn(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

export const isFree = async (port: number): Promise<boolean> => (await listenOn(port)) !== null;

export async function freePort(): Promise<number> {
  const port = await listenOn(0);
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}

const [blockFrom, blockStep, blockUsed, blocks] = [20_000, 64, 16, 180];

/** The demo's vendors stand side by side from one port on, below those that systems hand out by themselves. */
async function freeBlock(): Promise<number> {
  for (let n = 0; n < blocks; n += 1) {
    const first = blockFrom + ((process.pid + n) % blocks) * blockStep;
    const free = await Promise.all(Array.from({ length: blockUsed }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no block of free ports on 127.0.0.1');
}

/** Ports of an install are kept between starts; one that is taken now is replaced by a free one, except the vendors'. */
export async function choosePorts(folder: string): Promise<Record<PortName, number>> {
  const file = join(folder, 'ports.json');
  const kept: Partial<Record<PortName, number>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const chosen = {} as Record<PortName, number>; // filled by the loop
  for (const name of portNames) {
    const wished = kept[name];
    const isThere = wished !== undefined && (await isFree(wished));
    // Connections of the demo's tenants hold the addresses of its vendors.
    if (name === 'emulators' && wished !== undefined && !isThere)
      throw new Error(
        `Port ${wished} is taken, where the demo's vendors live. End what uses it, or delete ${folder} to make the demo anew.`,
      );
    const another = name === 'emulators' ? freeBlock : freePort;
    chosen[name] = isThere ? wished : await another();
  }
  writeFileSync(file, `${JSON.stringify(chosen)}\n`, { mode: 0o600 });
  return chosen;
}
