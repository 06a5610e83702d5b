import type { Mt5Control } from '@/server/emulators/platform/mt5/control';
import type { Stage } from './client';

const livelyMax = 8;
const betters = 14;
const favourites = ['EURUSD', 'XAUUSD', 'GBPUSD', 'US500', 'USDJPY', 'GER40', 'BTCUSD', 'AUDUSD'] as const;

const controlOf = ({ world, firm }: Stage): Mt5Control => world.estate.sandboxes.server(firm.tenant.slug).control;

/** Accounts that may open positions, those with most to lose first. */
const richest = (control: Mt5Control) =>
  control
    .logins()
    .map((login) => control.account(login))
    .filter(({ group, freeMargin }) => group.startsWith('real') && !group.endsWith('-CO') && Number(freeMargin) > 400)
    .sort((a, b) => Number(b.freeMargin) - Number(a.freeMargin));

/** What stands in this morning's exposure: clients agree about some symbols and differ about others. */
export function placeBets(stage: Stage): void {
  const control = controlOf(stage);
  const { rng } = stage.world;
  for (const [n, { login, equity }] of richest(control).slice(0, betters).entries()) {
    const broker = control.broker(login);
    for (const symbol of [favourites[n % favourites.length], favourites[(n * 3 + 1) % favourites.length]]) {
      if (!symbol) continue;
      const share = 1.2 + 2.2 * rng.next();
      const lots = Math.floor((100 * share * Number(equity)) / Math.max(1, broker.lotValue(symbol))) / 100;
      const isLong = rng.next() < (symbol === 'XAUUSD' || symbol === 'US500' ? 0.8 : 0.45);
      if (lots >= 0.01) control.open({ login, symbol, side: isLong ? 'buy' : 'sell', lots: lots.toFixed(2) });
    }
  }
}

/** From now on the market is live: a few clients trade all day, so that prices, results and exposure move while somebody looks. */
export function enliven(stage: Stage): void {
  const control = controlOf(stage);
  for (const [n, { login }] of richest(control).slice(0, livelyMax).entries())
    control.attachTrader(login, 'lively', 7_000 + n);
}
