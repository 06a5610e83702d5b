import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until there is an answer. A life that stands still for this long is a finding, and is named. */
export async function until<T>(what: string, ask: () => Promise<T | null | false>, seconds = 120): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (let pause = 150; ; pause = Math.min(pause * 1.3, 1_500)) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(pause);
  }
}

/** Runs all with at most `width` at once; one that fails does not stop the others. */
export async function eachOf<T>(all: readonly T[], width: number, run: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker));
}
