import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything a single-machine install needs to keep secret. Production sets the same names in the environment instead. */
const names = [
  'KEY_ENCRYPTION_SECRET',
  'NEXTAUTH_SECRET',
  'INNGEST_EVENT_KEY',
  'INNGEST_SIGNING_KEY',
  'METRICS_TOKEN',
  'EMULATORS_TOKEN',
  'MAIL_INBOUND_SECRET',
] as const;
export type Secrets = Record<(typeof names)[number], string>;

export const dataFolder = (): string => resolve(process.env.BOS_DATA_DIR ?? 'data');

function generate(name: (typeof names)[number]): string {
  const value = randomBytes(32).toString('hex');
  return name === 'INNGEST_SIGNING_KEY' ? `signkey-prod-${value}` : value;
}

/** Secrets of this install: from the environment, else from `data/secrets.json` (0600), made once. */
export function loadSecrets(folder = dataFolder()): Secrets {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const file = join(folder, 'secrets.json');
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const complete = Object.fromEntries(names.map((name) => [name, kept[name] ?? generate(name)]));
  if (names.some((name) => !kept[name])) {
    writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  const fromEnvironment = Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return { ...complete, ...fromEnvironment } as Secrets; // every name is in `complete`
}
