import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine } from '@/jobs/engine';

const usage = `npm run engine -- [--port 8288] [--host 127.0.0.1] [--database URL] [--app URL]... [--event-key K] [--signing-key S] [--data DIR]

The jobs engine alone: point any Inngest SDK app at it. Without --database a PostgreSQL is started in --data (data/engine).
Keys also come from INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY; absent ones are made up and printed.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8288' },
      host: { type: 'string', default: '127.0.0.1' },
      database: { type: 'string' },
      app: { type: 'string', multiple: true, default: [] },
      'event-key': { type: 'string' },
      'signing-key': { type: 'string' },
      data: { type: 'string', default: 'data/engine' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const eventKey = values['event-key'] ?? process.env.INNGEST_EVENT_KEY ?? randomBytes(24).toString('base64url');
  const signingKey =
    values['signing-key'] ?? process.env.INNGEST_SIGNING_KEY ?? `signkey-prod-${randomBytes(32).toString('hex')}`;
  const database = values.database ? undefined : await startDatabase(resolve(values.data));
  const [appUrl, ...moreApps] = values.app;
  const engine = createEngine({
    databaseUrl: values.database ?? database?.url ?? '',
    ...(appUrl ? { appUrl } : {}),
    eventKey,
    signingKey,
    host: values.host,
    port: Number(values.port),
    log: (level, message, facts) => console.error(level, message, facts ? JSON.stringify(facts) : ''),
  });
  const address = await engine.listen();
  endOnSignal(async () => {
    await engine.close();
    await database?.stop();
  });
  await engine.start();
  for (const url of moreApps) await engine.sync(url);
  console.log(`The engine listens on ${address}. Start your app with

INNGEST_DEV=0
INNGEST_BASE_URL=${address}
INNGEST_EVENT_KEY=${eventKey}
INNGEST_SIGNING_KEY=${signingKey}
`);
}

async function startDatabase(dataDir: string) {
  const { startEmbeddedPostgres } = await import('./embedded-postgres');
  return startEmbeddedPostgres({ dataDir });
}

function endOnSignal(close: () => Promise<void>): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(1);
    isEnding = true;
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
