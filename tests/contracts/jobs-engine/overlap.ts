import { setTimeout as sleep } from 'node:timers/promises';

/** How many were at it at once, at most. */
export class Overlap {
  private readonly now = new Map<string, number>();
  private readonly peak = new Map<string, number>();

  async during(key: string, ms: number): Promise<void> {
    const count = (this.now.get(key) ?? 0) + 1;
    this.now.set(key, count);
    this.peak.set(key, Math.max(count, this.most(key)));
    await sleep(ms);
    this.now.set(key, (this.now.get(key) ?? 1) - 1);
  }

  most(key: string): number {
    return this.peak.get(key) ?? 0;
  }
}
