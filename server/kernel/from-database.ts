import type { Ctx } from './context';
import { Refusal } from './errors';

const races = new Set(['40P01', '40001', '55P03']);
/** Unique and foreign keys judge what two verbs did at once. */
const keys = new Set(['23505', '23503']);

/**
 * What the database decides reaches the caller as a refusal; the rest stays what it is: a bug. Two kinds could hide one (a key
 * met without a race, a value its schema should have named), so these leave a line with the verb.
 */
export function fromDatabase(error: unknown, ctx: Ctx, verb: string): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error) || !('code' in cause)) return error;
  const code = String(cause.code);
  if (races.has(code)) return new Refusal('conflict', 'try_again');
  if (code === '57014') return new Refusal('unavailable', 'took_too_long');
  const constraint = 'constraint' in cause ? String(cause.constraint) : '';
  if (keys.has(code)) {
    ctx.log.warn('decided_by_key', { verb, code, constraint });
    return new Refusal('conflict', 'try_again');
  }
  // Class 22, data exceptions: text that is no date, a number beyond its column. A forged cursor ends here.
  if (/^22[0-9A-Z]{3}$/.test(code)) {
    ctx.log.warn('unfit_for_database', { verb, code });
    return new Refusal('invalid', 'value_out_of_range');
  }
  return error;
}
