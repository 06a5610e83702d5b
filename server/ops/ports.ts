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

/** Ports of an install are kept between starts; one that is taken now is replaced by a free one. */
export async function choosePorts(folder: string): Promise<Record<PortName, number>> {
  const file = join(folder, 'ports.json');
  const kept: Partial<Record<PortName, number>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const chosen = {} as Record<PortName, number>; // filled by the loop
  for (const name of portNames) {
    const wished = kept[name];
    chosen[name] = wished !== undefined && (await isFree(wished)) ? wished : await freePort();
  }
  writeFileSync(file, `${JSON.stringify(chosen)}\n`, { mode: 0o600 });
  return chosen;
}
