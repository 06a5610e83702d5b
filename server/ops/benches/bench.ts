export type BenchOptions = { readonly quick: boolean; readonly seed: number; readonly say: (line: string) => void };
/** Measures and returns its fields; goals are the reader's business. */
export type Bench = (options: BenchOptions) => Promise<Record<string, unknown>>;

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Runs `work` from `clients` callers at once for `seconds`; returns what each call took, in milliseconds. */
export async function hammer(
  clients: number,
  seconds: number,
  work: (client: number, n: number) => Promise<unknown>,
): Promise<{ perSecond: number; latencies: number[] }> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; performance.now() < until; n += 1) {
        const from = performance.now();
        await work(client, n);
        latencies.push(performance.now() - from);
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1_000;
  return { perSecond: latencies.length / elapsed, latencies: latencies.sort((a, b) => a - b) };
}
