import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { OpenDatabase } from './database';

/** Log-ins of the finished demo. */
export const demoFile = (folder: string) => join(folder, 'demo.json');
const beganFile = (folder: string) => join(folder, 'demo.began');

/** Runs the seed unless a finished demo is there. Half a history is worth nothing, so one that was cut short leaves a mark. */
export async function seedOnce(folder: string, seed: () => Promise<void>): Promise<void> {
  if (existsSync(demoFile(folder))) return;
  writeFileSync(beganFile(folder), '', { mode: 0o600 });
  await seed();
  rmSync(beganFile(folder));
}

/** Makes room for a new demo where one was cut short: its database, vendors' books and papers go. */
export async function forgetHalfDemo(folder: string, database: OpenDatabase): Promise<boolean> {
  if (!existsSync(beganFile(folder)) || existsSync(demoFile(folder))) return false;
  if (!database.isEmbedded)
    throw new Error(
      `The demo's history was cut short while it was made, so the database holds half of it. Empty the database, delete ${beganFile(folder)} and start again.`,
    );
  const url = new URL(database.urls.ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  for (const part of ['emulators', 'storage']) rmSync(join(folder, part), { recursive: true, force: true });
  rmSync(beganFile(folder));
  return true;
}

export type DemoLogin = { who: string; url: string; email: string; password: string };

/** What the seed wrote for people to read; null when there is no demo. */
export function readDemo(folder: string): { logins: DemoLogin[]; links: { what: string; url: string }[] } | null {
  const file = demoFile(folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null; // written by db/seed
}
