import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(process.env.E2E_DATA_DIR ?? 'data', name), 'utf8')) as T; // files the product writes

/** An event straight into the engine, as the relay sends it. */
export async function sendEvent(name: string, data: Record<string, string>): Promise<void> {
  const { engine } = read<{ engine: number }>('ports.json');
  const { INNGEST_EVENT_KEY } = read<{ INNGEST_EVENT_KEY: string }>('secrets.json');
  const answer = await fetch(`http://127.0.0.1:${engine}/e/${INNGEST_EVENT_KEY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, data }),
  });
  expect(answer.status).toBe(200);
}
