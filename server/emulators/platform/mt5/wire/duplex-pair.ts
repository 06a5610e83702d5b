import { Duplex } from 'node:stream';

/** One end of a connection that exists only in memory. Bytes come out at the other end in the order they were written. */
class End extends Duplex {
  other: End | null = null;
  #waiting: (() => void) | null = null;

  override _read(): void {
    const resume = this.#waiting;
    this.#waiting = null;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { other } = this;
    if (!other || other.destroyed) {
      done(Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET' }));
      return;
    }
    if (other.push(chunk)) done();
    else other.#waiting = done;
  }

  override _final(done: () => void): void {
    this.other?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    this.other = null;
    if (other && !other.destroyed) {
      // A dead peer is a reset, not a clean end, unless it had said goodbye.
      if (this.writableFinished) other.push(null);
      else other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    }
    done(error);
  }
}

export function duplexPair(): readonly [Duplex, Duplex] {
  const [a, b] = [new End(), new End()];
  a.other = b;
  b.other = a;
  return [a, b];
}
