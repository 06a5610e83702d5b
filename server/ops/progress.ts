type Phase = { readonly name: string; readonly ms: number };
const done: Phase[] = [];
const words: Record<string, string> = {
  database: 'Starting the database',
  build: 'Building the web app (when its sources changed)',
  seed: 'Making the demo: a brokerage group, its staff and its clients',
  ready: 'Waiting for every part to answer',
};

export const phases = (): readonly Phase[] => done;
export const say = (line: string): void => {
  console.log(line);
};

/** Runs one phase of the start and says what it took, so that nobody looks at a silent terminal. */
export async function phase<T>(name: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  say(`· ${words[name] ?? name} …`);
  const result = await run();
  const ms = performance.now() - startedAt;
  done.push({ name, ms: Math.round(ms) });
  say(`✓ ${words[name] ?? name}: ${(ms / 1000).toFixed(1)} s`);
  return result;
}
