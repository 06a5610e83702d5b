import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll } from 'vitest';
import { databaseUrls } from '@/db/migrate';
import { templateName } from './global-setup';

export interface TestDatabase {
  name: string;
  /** Superuser and owner: bypasses row level security. For looking behind the product's back only. */
  adminUrl: string;
  /** `bos_app`: what web and worker use. */
  appUrl: string;
  /** `bos_platform`: BYPASSRLS. */
  platformUrl: string;
}

/**
 * The migrated database of this worker, cloned on first use and kept for the worker's next files: make a fresh tenant per test.
 * `{ fresh: true }` gives a clone of one's own, dropped after the file, for tests that look at more than a tenant.
 */
export async function testDatabase(options: { fresh?: boolean } = {}): Promise<TestDatabase> {
  if (!options.fresh) {
    shared ??= clone(`bos_test_${process.env.VITEST_POOL_ID ?? process.pid}`);
    return shared;
  }
  const database = await clone(`bos_test_${randomBytes(6).toString('hex')}`);
  afterAll(() => asAdmin(serverUrl(), `drop database if exists ${database.name} with (force)`));
  return database;
}

let shared: Promise<TestDatabase> | undefined;

/** Superuser URL of the run's server, for tests that need a database without our schema. */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url)
    throw new Error(
      'TEST_DATABASE_URL is not set: run tests with vitest from the project root, under tests/modules or another folder with a database.',
    );
  return url;
}

async function clone(name: string): Promise<TestDatabase> {
  try {
    await asAdmin(serverUrl(), `create database ${name} template ${templateName}`);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === '42P04';
    if (!isThere) throw error;
  }
  const target = new URL(serverUrl());
  target.pathname = `/${name}`;
  const { ownerUrl, appUrl, platformUrl } = databaseUrls(target.toString());
  return { name, adminUrl: ownerUrl, appUrl, platformUrl };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
