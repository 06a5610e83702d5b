import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@/server/kernel/log';

export type Loop = { stop(): Promise<void>; poke(): void };

/**
 * Runs `turn` again and again. `turn` says how long to rest (0 when there is more to do); an error rests with back-off and is
 * logged, never fatal. `poke` ends a rest early.
 */
export function startLoop(name: string, log: Log, turn: (signal: AbortSignal) => Promise<number>): Loop {
  const stopping = new AbortController();
  let resting: AbortController | null = null;
  let failures = 0;
  const rest = async (ms: number) => {
    if (ms <= 0 || stopping.signal.aborted) return;
    resting = new AbortController();
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, resting.signal]) }).catch(() => undefined);
    resting = null;
  };
  const done = (async () => {
    while (!stopping.signal.aborted) {
      let pause: number;
      try {
        pause = await turn(stopping.signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        pause = Math.min(30_000, 200 * 2 ** Math.min(failures, 8));
        log.error('loop_failed', error, { loop: name, failures });
      }
      await rest(pause);
    }
  })();
  return {
    poke: () => resting?.abort(),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
