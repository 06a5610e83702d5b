import { z } from 'zod';
import { type Browser, Refused } from './browser';

const anything = z.unknown();

/** Somebody of the house at his desk; whoever is asked to prove again who he is does so and goes on. */
export class Staff {
  constructor(
    readonly name: string,
    readonly email: string,
    private readonly password: string,
    readonly browser: Browser,
  ) {}

  query<T>(call: string, input: unknown, answer: z.ZodType<T>): Promise<T> {
    return this.browser.query(call, input, answer);
  }

  async mutate<T>(call: string, input: unknown, answer: z.ZodType<T>): Promise<T> {
    try {
      return await this.browser.mutate(call, input, answer);
    } catch (error) {
      if (!(error instanceof Refused) || error.kind !== 'step_up') throw error;
      await this.browser.mutate('identity.session.stepUp', { password: this.password }, anything);
      return this.browser.mutate(call, input, answer);
    }
  }

  async act(call: string, input: unknown): Promise<void> {
    await this.mutate(call, input, anything);
  }

  /** All pages of a list. */
  async all<T>(call: string, input: object, row: z.ZodType<T>): Promise<T[]> {
    const Page = z.object({ rows: z.array(row), nextCursor: z.string().nullable() });
    const rows: T[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: z.output<typeof Page> = await this.query(call, { ...input, cursor, limit: 100 }, Page);
      rows.push(...page.rows);
      if (page.nextCursor === null) return rows;
      cursor = page.nextCursor;
    }
  }
}
