import type { Clock } from '@/server/kernel/clock';
import type { Market } from './market';

const LONG_GAP_MS = 2 * 3_600_000;
const GAP_STEP_MS = 300_000;

/** Brings a market to `to`: a long gap in five-minute bars, so that a start after a week of rest takes a blink, the rest in ticks. */
export function catchUp(market: Market, to: Date): void {
  if (to.getTime() - market.now().getTime() > LONG_GAP_MS) {
    market.setPace({ mode: 'bars', stepMs: GAP_STEP_MS });
    market.advance(new Date(to.getTime() - GAP_STEP_MS));
    market.setPace({ mode: 'ticks' });
  }
  market.advance(to);
}

/** Ties a market to a running clock; answers how to stop. */
export function runLive(market: Market, clock: Clock, everyMs = 250): () => void {
  catchUp(market, clock.now());
  const timer = setInterval(() => market.advance(clock.now()), everyMs);
  return () => clearInterval(timer);
}
