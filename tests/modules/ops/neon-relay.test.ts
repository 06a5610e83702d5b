import { Pool } from '@neondatabase/serverless';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type NeonRelay, speakThroughRelay, startNeonRelay } from '../../support/neon-relay';
import { testDatabase } from '../../support/postgres';

let relay: NeonRelay;
let pool: Pool;

beforeAll(async () => {
  const { appUrl } = await testDatabase();
  relay = await startNeonRelay(Number(new URL(appUrl).port));
  speakThroughRelay(relay.port);
  pool = new Pool({ connectionString: appUrl, max: 2 });
});

afterAll(async () => {
  await pool.end();
  await relay.stop();
});

test('interactive transactions go through the relay, and roll back', async () => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('relay.probe', 'inside', true)");
    const inside = await client.query("select current_setting('relay.probe') as value, current_user as role");
    expect(inside.rows).toEqual([{ value: 'inside', role: 'bos_app' }]);
    await client.query('rollback');
    const after = await client.query("select nullif(current_setting('relay.probe', true), '') as value");
    expect(after.rows).toEqual([{ value: null }]);
    expect(relay.connections()).toBeGreaterThan(0);
  } finally {
    client.release();
  }
});

test('an answer larger than the relay buffers arrives whole', async () => {
  const { rows } = await pool.query("select repeat('x', 1000) as line from generate_series(1, 8000)");
  expect(rows).toHaveLength(8000);
  expect(rows.every((row) => row.line.length === 1000)).toBe(true);
});

test('another address is refused, so the relay opens nothing else', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/v1?address=127.0.0.1:${relay.port}`);
  const code = await new Promise<number>((resolve) => socket.on('close', resolve));
  expect(code).toBe(1008);
});
