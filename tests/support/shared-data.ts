import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../shared/data');

/** Path of a real data file beside the repository, or null, said loudly: tests that need it are then skipped. */
export function sharedData(name: string): string | null {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  console.warn(`SKIPPED: ../shared/data/${name} is not there, so nothing is tested on real data`);
  return null;
}
