import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type ChildSpec = {
  readonly name: string;
  /** Of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
};

const leash = new URL('leash.mjs', import.meta.url).href;
const restartsMax = 5;
const graceMs = 10_000;

/** A supervised process: output into its log file, started again when it dies by itself, ended in order when we end. */
export class Child {
  private process: ChildProcess | null = null;
  private isStopping = false;
  private restarts = 0;
  private readonly tail: string[] = [];

  constructor(
    private readonly spec: ChildSpec,
    private readonly onGivenUp: (name: string, tail: readonly string[]) => void,
  ) {
    mkdirSync(dirname(spec.logFile), { recursive: true });
  }

  start(): void {
    const { args, env, logFile, name } = this.spec;
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
    // Its own group, so that Ctrl-C in a terminal reaches only the supervisor, which then ends all in order.
    const child = spawn(process.execPath, ['--import', leash, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.process = child;
    const keep = (chunk: Buffer) => {
      log.write(chunk);
      this.tail.push(...chunk.toString().split('\n').filter(Boolean));
      if (this.tail.length > 40) this.tail.splice(0, this.tail.length - 40);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(String(error))));
    child.on('exit', () => {
      log.end();
      this.process = null;
      if (this.isStopping) return;
      this.restarts += 1;
      if (this.restarts > restartsMax) this.onGivenUp(name, this.tail);
      else setTimeout(() => !this.isStopping && this.start(), 500 * this.restarts).unref();
    });
  }

  get lastLines(): readonly string[] {
    return this.tail;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const isOver = await Promise.race([ended.then(() => true), sleep(graceMs, false, { ref: false })]);
    if (!isOver) child.kill('SIGKILL');
    await ended;
  }
}
