import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from './execute';
import { claimDue, extendLeases, leaseMs, nextDue, putBack } from './queue';
import { channel } from './registry';
import { newId } from './runs';
import { admit } from './slots';
import type { Core, Job, JobKind } from './types';

const pollMs = 500;
const busyPollMs = 100;
const brokenDelayMs = 5_000;
const notifyEveryMs = 20;
const moves: JobKind[] = ['event', 'resume', 'cancel', 'flush', 'cron'];
const calls: JobKind[] = ['call', 'gateway'];
const movesMax = 8;

interface InHand {
  job: Job;
  controller: AbortController;
  done: Promise<void>;
}

/** Takes jobs from the queue: in the background after `start`, or by `drain` until nothing is due. */
export class Worker {
  private readonly inHand = new Map<string, InHand>();
  private isRunning = false;
  private isPumping = false;
  private isPoked = false;
  private isNotifying = false;
  private timer: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly core: Core,
    private readonly callsMax: number,
  ) {}

  async start(): Promise<void> {
    this.isRunning = true;
    await this.core.db.listen(channel, (payload) => {
      if (payload === 'registry') this.core.registry.refresh().then(() => this.pump(), this.report('no refresh'));
      else void this.pump();
    });
    await this.pump();
  }

  /** Work may be due. Without room for it here, or without a loop, other engines on this database are told. */
  poke(): void {
    if (this.isRunning) void this.pump();
    if ((this.isRunning && this.callsInHand() < this.callsMax) || this.isNotifying) return;
    this.isNotifying = true;
    setTimeout(() => {
      this.isNotifying = false;
      this.core.db.query('select pg_notify($1, $2)', [channel, 'work']).catch(() => undefined);
    }, notifyEveryMs).unref();
  }

  /** One job after another in queue order, so that a simulation sees the same order every time. Returns how many ran. */
  async drain(): Promise<number> {
    for (let count = 0; ; ) {
      const [job] = await this.claim([...moves, ...calls], 1);
      if (job) {
        count++;
        await this.take(job);
      } else if (this.inHand.size === 0) {
        return count;
      } else {
        await Promise.race([...this.inHand.values()].map(({ done }) => done));
      }
    }
  }

  nextDue(): Promise<Date | undefined> {
    return nextDue(this.core.db, [...this.inHand.keys()]);
  }

  /** Waits for what is in hand up to `graceMs`, then gives it back: another engine takes it at once. */
  async stop(graceMs: number): Promise<void> {
    this.isRunning = false;
    clearTimeout(this.timer);
    const grace = new AbortController();
    const all = Promise.all([...this.inHand.values()].map(({ done }) => done));
    await Promise.race([all, sleep(graceMs, undefined, { signal: grace.signal }).catch(() => undefined)]);
    grace.abort();
    clearInterval(this.heartbeat);
    const left = [...this.inHand.values()];
    await Promise.all(left.map(({ job }) => putBack(this.core.db, job, this.core.clock.now())));
    for (const { controller } of left) controller.abort();
  }

  private callsInHand(): number {
    return [...this.inHand.values()].filter(({ job }) => calls.includes(job.kind)).length;
  }

  private claim(kinds: JobKind[], limit: number): Promise<Job[]> {
    const claim = newId(this.core);
    return claimDue(this.core.db, { kinds, limit, now: this.core.clock.now(), claim, inHand: [...this.inHand.keys()] });
  }

  private take(job: Job): Promise<void> {
    const controller = new AbortController();
    const done = this.run(job, controller.signal).finally(() => {
      this.inHand.delete(job.id);
      if (this.isRunning) void this.pump();
    });
    this.inHand.set(job.id, { job, controller, done });
    this.heartbeat ??= setInterval(() => void this.beat().catch(this.report('no heartbeat')), leaseMs / 3).unref();
    return done;
  }

  private async run(job: Job, signal: AbortSignal): Promise<void> {
    try {
      if (job.slots && !(await this.core.db.tx((tx) => admit(tx, job)))) return;
      await execute(this.core, job, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.report(`a ${job.kind} job broke and is tried again`)(error);
      const later = new Date(this.core.clock.now().getTime() + brokenDelayMs);
      await putBack(this.core.db, job, later).catch(this.report('a job waits for its lease to run out'));
    }
  }

  /** A job that is no longer ours was cancelled or taken over: its call is given up. */
  private async beat(): Promise<void> {
    if (this.inHand.size === 0) {
      clearInterval(this.heartbeat);
      this.heartbeat = undefined;
      return;
    }
    const jobs = [...this.inHand.values()].map(({ job }) => job);
    for (const id of await extendLeases(this.core.db, jobs, this.core.clock.now()))
      this.inHand.get(id)?.controller.abort();
  }

  private async pump(): Promise<void> {
    this.isPoked = true;
    if (this.isPumping || !this.isRunning) return;
    this.isPumping = true;
    clearTimeout(this.timer);
    let waitMs = 1_000;
    try {
      while (this.isPoked) {
        this.isPoked = false;
        await this.claimOnce();
      }
      waitMs = await this.waitMs();
    } catch (error) {
      this.report('the queue cannot be read')(error);
    }
    this.isPumping = false;
    if (this.isPoked) void this.pump();
    else if (this.isRunning) this.timer = setTimeout(() => void this.pump(), waitMs).unref();
  }

  /** Long calls may take every place of their own; they never keep events and timers waiting. */
  private async claimOnce(): Promise<void> {
    const room = this.callsMax - this.callsInHand();
    const limit = room > 0 ? room : movesMax;
    const jobs = this.isRunning ? await this.claim(room > 0 ? [...moves, ...calls] : moves, limit) : [];
    for (const job of jobs) void this.take(job);
    if (jobs.length === limit) this.isPoked = true;
  }

  private async waitMs(): Promise<number> {
    if (this.inHand.size > 0) return busyPollMs;
    const next = await nextDue(this.core.db, []);
    return next ? Math.min(Math.max(next.getTime() - this.core.clock.now().getTime(), 10), pollMs) : pollMs;
  }

  private report(message: string): (error: unknown) => void {
    return (error) =>
      this.core.log('error', message, { error: error instanceof Error ? error.message : String(error) });
  }
}
