import type { InngestFunction } from 'inngest';
import { functions } from '@/jobs';
import type { ManualClock } from '@/server/kernel/clock';

type Happened = { readonly id?: string; readonly name: string; readonly data: Record<string, string> };

type Step = {
  run(id: string, work: () => Promise<unknown>): Promise<unknown>;
  sleep(id: string, ms: number): Promise<void>;
  sendEvent(id: string, events: Happened | Happened[]): Promise<void>;
};
type Handler = (input: { event: Happened; step: Step }) => Promise<unknown>;

const attemptsMax = 5;
const restMs = 20_000;

/** The house's own jobs, run one after the other in this process on the clock of the demo instead of by an engine. */
export class InlineJobs {
  readonly #byEvent = new Map<string, InngestFunction.Any[]>();
  readonly failures: string[] = [];

  constructor(private readonly clock: ManualClock) {
    for (const job of functions)
      for (const trigger of job.opts.triggers ?? []) {
        const { event } = trigger as { event?: string }; // the others are crons; the demo sends what they fan out
        if (event) this.#byEvent.set(event, [...(this.#byEvent.get(event) ?? []), job]);
      }
  }

  async handle(event: Happened): Promise<void> {
    for (const job of this.#byEvent.get(event.name) ?? []) await this.#run(job, event);
  }

  async #run(job: InngestFunction.Any, event: Happened): Promise<void> {
    // Private by its type only: the engine calls it over the wire, we in place.
    const handler = Reflect.get(job, 'fn') as Handler;
    for (let attempt = 1; ; attempt += 1) {
      const sent: Happened[] = [];
      try {
        await handler({ event, step: this.#step(sent) });
        for (const next of sent) await this.handle(next);
        return;
      } catch (error) {
        if (attempt === attemptsMax) {
          const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
          this.failures.push(`${job.id()} on ${event.name} ${JSON.stringify(event.data)}: ${why}`);
          return;
        }
        this.clock.advance(restMs * attempt);
      }
    }
  }

  #step(sent: Happened[]): Step {
    return {
      run: (_id, work) => work(),
      sleep: async (_id, ms) => this.clock.advance(ms),
      sendEvent: async (_id, events) => {
        sent.push(...(Array.isArray(events) ? events : [events]));
      },
    };
  }
}
