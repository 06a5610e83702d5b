import { join, resolve } from 'node:path';
import { systemClock, systemRng } from '@/server/kernel/clock';
import { openEstate } from './estate';
import { createGenerator } from './market/generator';
import { runLive } from './market/live';
import type { Market } from './market/market';
import { createReplay } from './market/replay';
import { type CallOut, realCallOut } from './runtime';
import { levelsIn } from './sandboxes';

/** The demo's vendors in a process of their own, on the clock on the wall and one live market. */
const first = Number(process.env.EMULATORS_PORT ?? 0);
const token = process.env.EMULATORS_TOKEN ?? '';
if (!first || token.length < 16)
  throw new Error('EMULATORS_PORT and EMULATORS_TOKEN (16 characters or more) must be set');
const folder = join(resolve(process.env.BOS_DATA_DIR ?? 'data'), 'emulators');
const clock = systemClock;

/** Generated, going on from the prices it stopped at, or recorded ticks played from now on (`npm start -- --ticks DIR`). */
function openMarket(): Market {
  const dir = process.env.MARKET_TICKS;
  if (dir) return createReplay({ dir, startAt: clock.now() });
  const from = levelsIn(folder);
  const startAt = clock.now().getTime() - (from ? 60_000 : 3 * 86_400_000);
  return createGenerator({
    seed: 20_260_101,
    start: new Date(startAt),
    calendar: 'always',
    ...(from ? { from } : {}),
  });
}

/** The product was told to these vendors at an earlier start, when it may have stood on another port. */
const callHome: CallOut = (url, init) => {
  const { pathname, search } = new URL(url);
  return realCallOut(process.env.PUBLIC_URL ? new URL(pathname + search, process.env.PUBLIC_URL).href : url, init);
};

function inboundMail() {
  const { PUBLIC_URL: site, MAIL_INBOUND_SECRET: secret } = process.env;
  return site && secret ? { inboundMail: { url: new URL('/api/inbound/mail', site).href, secret } } : {};
}

const market = openMarket();
const stopMarket = runLive(market, clock);
const estate = await openEstate({
  ...{ clock, market, folder, token },
  rng: systemRng,
  firstPort: first,
  calendar: 'always',
  callOut: callHome,
  ...inboundMail(),
});

async function stop(): Promise<void> {
  stopMarket();
  await estate.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
