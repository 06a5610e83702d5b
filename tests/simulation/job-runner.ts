import { Cron } from 'croner';
import type { InngestFunction } from 'inngest';
import type { Clock } from '@/server/kernel/clock';
import type { Chance } from './chance';
import { keeping, Life, live } from './faults';

export type SentEvent = { readonly id?: string; readonly name: string; readonly data: Record<string, unknown> };
type Trigger = { readonly event?: string; readonly cron?: string };
type Options = {
  readonly id: string;
  readonly triggers?: readonly Trigger[];
  readonly retries?: number;
  readonly concurrency?: number | { readonly key?: string };
};
type Step = {
  run(id: string, work: () => unknown): Promise<unknown>;
  sleep(id: string, ms: number): Promise<void>;
  sendEvent(id: string, events: SentEvent | readonly SentEvent[]): Promise<void>;
};
type Handler = (given: { event: SentEvent; step: Step }) => Promise<unknown>;
type Job = { readonly options: Options; readonly handler: Handler };

type Run = {
  readonly job: Job;
  readonly event: SentEvent;
  readonly lane: string | null;
  readonly memo: Map<string, unknown>;
  wakeAt: number;
  failures: number;
  hasBegun: boolean;
};

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** The SDK keeps both private; a run needs the function itself and when it is wanted. */
function jobOf(made: InngestFunction.Any): Job {
  const { opts, fn } = made as unknown as { opts: Options; fn: Handler };
  return { options: opts, handler: fn };
}

/**
 * The job functions as the engine runs them (one step a call, results kept as JSON, failures retried, lanes by key), on a virtual
 * clock and with the next runnable step chosen by the seed. A step whose process dies is run again: its result was never kept.
 */
export class JobRunner {
  readonly #jobs: Job[];
  readonly #runs: Run[] = [];
  readonly #crons: { job: Job; cron: Cron; nextAt: number }[];
  readonly gaveUp: string[] = [];

  constructor(
    functions: readonly InngestFunction.Any[],
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {
    this.#jobs = functions.map(jobOf);
    this.#crons = this.#jobs.flatMap((job) =>
      (job.options.triggers ?? []).flatMap(({ cron: text }) => {
        if (!text) return [];
        const cron = new Cron(text, { timezone: 'UTC', paused: true });
        return [{ job, cron, nextAt: cron.nextRun(clock.now())?.getTime() ?? 0 }];
      }),
    );
  }

  get isIdle(): boolean {
    return this.#runs.length === 0;
  }

  send(event: SentEvent): void {
    for (const job of this.#jobs)
      if (job.options.triggers?.some((trigger) => trigger.event === event.name)) this.#start(job, event);
  }

  #start(job: Job, event: SentEvent): void {
    const { concurrency } = job.options;
    const key = typeof concurrency === 'object' ? concurrency.key?.replace('event.data.', '') : undefined;
    const lane = key ? `${job.options.id}/${String(event.data[key])}` : concurrency ? job.options.id : null;
    this.#runs.push({ job, event, lane, memo: new Map(), wakeAt: 0, failures: 0, hasBegun: false });
  }

  /** Clocks that came due since the last look; several missed ticks are one. */
  tick(): void {
    const now = this.clock.now();
    for (const entry of this.#crons) {
      if (entry.nextAt > now.getTime()) continue;
      entry.nextAt = entry.cron.nextRun(now)?.getTime() ?? Number.POSITIVE_INFINITY;
      this.#start(entry.job, { name: 'inngest/scheduled.timer', data: {} });
    }
  }

  #ready(): Run[] {
    const now = this.clock.now().getTime();
    const taken = new Map<string, Run>();
    for (const run of this.#runs) if (run.lane && run.hasBegun) taken.set(run.lane, run);
    return this.#runs.filter((run) => {
      if (run.wakeAt > now) return false;
      if (!run.lane) return true;
      const holder = taken.get(run.lane);
      if (!holder) taken.set(run.lane, run);
      return holder === undefined || holder === run;
    });
  }

  /** One step of one run; false when nothing can run now. */
  async step(): Promise<boolean> {
    const ready = this.#ready();
    if (ready.length === 0) return false;
    const run = this.chance.pick(ready);
    run.hasBegun = true;
    const life = new Life(this.chance, run.job.options.id);
    const outcome = await live(life, () => this.#invoke(run, life));
    if (outcome === 'done') this.#drop(run);
    else if (outcome !== 'died' && outcome !== 'more') this.#failed(run, outcome);
    return true;
  }

  #drop(run: Run): void {
    this.#runs.splice(this.#runs.indexOf(run), 1);
  }

  #failed(run: Run, { error }: { error: unknown }): void {
    run.failures += 1;
    run.wakeAt = this.clock.now().getTime() + 1_000 * 2 ** Math.min(run.failures, 10);
    if (run.failures <= (run.job.options.retries ?? 3)) return;
    this.gaveUp.push(`${run.job.options.id}: ${String(error).slice(0, 200)}`);
    this.#drop(run);
  }

  #invoke(run: Run, life: Life): Promise<'done' | 'more' | { error: unknown }> {
    return new Promise((resolve) => {
      let isTaken = false;
      const counts = new Map<string, number>();
      const keyOf = (id: string) => {
        const count = counts.get(id) ?? 0;
        counts.set(id, count + 1);
        return `${id}:${count}`;
      };
      const keep = (key: string, value: unknown) => {
        run.memo.set(key, value === undefined ? null : JSON.parse(JSON.stringify(value)));
        run.failures = 0;
        resolve('more');
        return never<never>();
      };
      const once = (id: string, work: (key: string) => Promise<unknown>): Promise<unknown> => {
        const key = keyOf(id);
        if (run.memo.has(key)) return Promise.resolve(run.memo.get(key));
        if (isTaken) return never();
        isTaken = true;
        life.deed = `${run.job.options.id} / ${id.replaceAll(/\S*\d\S*/g, 'n')}`;
        // A failed step ends this call; the next one tries it again.
        return work(key).catch((error: unknown) => {
          resolve({ error });
          return never();
        });
      };
      const step: Step = {
        run: (id, work) =>
          once(id, async (key) => {
            const value = await work();
            await keeping();
            return keep(key, value);
          }),
        sleep: (id, ms) =>
          once(id, async (key) => {
            run.wakeAt = this.clock.now().getTime() + ms;
            return keep(key, null);
          }) as Promise<void>,
        sendEvent: (id, events) =>
          once(id, async (key) => {
            for (const event of [events].flat() as SentEvent[]) this.send(event);
            await keeping();
            return keep(key, null);
          }) as Promise<void>,
      };
      run.job.handler({ event: run.event, step }).then(
        () => resolve('done'),
        (error: unknown) => resolve({ error }),
      );
    });
  }
}
