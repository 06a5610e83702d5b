import { createHash } from 'node:crypto';
import type { Table } from '../../books';
import { StripeFault } from './errors';

type Kept = {
  readonly digest: string;
  readonly path: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  readonly at: number;
};

const keptSeconds = 24 * 3600;

export const digestOf = (path: string, form: string): string => {
  const pairs = [...new URLSearchParams(form)].map(([key, value]) => `${key}=${value}`).sort();
  return createHash('sha256')
    .update(`${path}\n${pairs.join('\n')}`)
    .digest('hex');
};

/** Stripe's keys: same key and words replay the first answer, 5xx included; other words are refused; 24 hours. */
export class IdempotencyKeys {
  private readonly running = new Set<string>();

  constructor(
    private readonly kept: Table<Kept>,
    private readonly now: () => number,
  ) {}

  begin(account: string, key: string, path: string, digest: string): Kept | null {
    if (key.length > 255) {
      throw new StripeFault(400, {
        type: 'invalid_request_error',
        message: 'Idempotency key must be at most 255 characters',
      });
    }
    const name = `${account}:${key}`;
    if (this.running.has(name)) {
      throw new StripeFault(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Stripe account and Idempotent Key: ${key}. Please try again later.`,
      });
    }
    const known = this.kept.get(name);
    if (known && this.now() - known.at < keptSeconds) {
      if (known.path !== path) {
        throw this.reused(
          `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${known.path}').`,
          key,
        );
      }
      if (known.digest !== digest) {
        throw this.reused(
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
          key,
        );
      }
      return known;
    }
    this.running.add(name);
    return null;
  }

  private reused(words: string, key: string): StripeFault {
    return new StripeFault(400, {
      type: 'idempotency_error',
      message: `${words} Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }

  end(account: string, key: string, kept: Omit<Kept, 'at'> | null): void {
    const name = `${account}:${key}`;
    this.running.delete(name);
    if (kept) this.kept.put(name, { ...kept, at: this.now() });
  }
}
