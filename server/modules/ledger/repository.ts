import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { toDecimalString } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';

/** Argument of the SQL function ledger_post (db/repeatable/60-ledger.sql). */
export type PostCall = {
  id: string;
  reference: string;
  digest: string;
  recipe: string;
  thread: string | null;
  client: string | null;
  memo: string | null;
  verb: string;
  at: Date;
  now: Date;
  accounts: {
    address: string;
    kind: string;
    asset: string;
    entity: string;
    client: string | null;
    negative: boolean;
  }[];
  transfers: { d: number; c: number; a: string; s: string; k: string; h?: string }[];
  captures: boolean;
  release: string[];
  place: { id: string; c: number; a: string; k: string }[];
};

export type PostAnswer = { set: string; replayed: boolean; holds: string[] };

const statement = { name: 'ledger_post', text: 'select ledger_post($1::jsonb) as answer' };

export async function callPost(uow: Uow, call: PostCall): Promise<PostAnswer> {
  try {
    const { rows } = await uow.call(statement, [JSON.stringify(call)]);
    const answer = rows[0]?.answer as PostAnswer | undefined; // what ledger_post builds
    if (!answer) throw new TypeError('ledger_post gave no answer');
    return answer;
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

const kinds = {
  insufficient_balance: 'rejected',
  hold_too_small: 'rejected',
  hold_not_open: 'conflict',
  ledger_reference_reused: 'conflict',
} as const;

/** What the function says of an amount that is not there. Its account and holds are our own names for things: they stay here. */
const Short = z.object({ asset: z.string(), available: z.coerce.bigint(), wanted: z.coerce.bigint() });

/** The function raises its refusals (the transaction is over with them); everything else it raises is a fault of ours. */
function refusalOf(error: unknown): Refusal | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error) || !('code' in cause) || cause.code !== 'BL001') return null;
  const reason = cause.message;
  if (!(reason in kinds)) return null;
  const kind = kinds[reason as keyof typeof kinds]; // `in` above
  const detail = 'detail' in cause && typeof cause.detail === 'string' ? JSON.parse(cause.detail) : null;
  const short = Short.safeParse(detail);
  if (reason !== 'insufficient_balance' || !short.success) return new Refusal(kind, reason);
  const { asset, available, wanted } = short.data;
  const inWords = (minor: bigint) => toDecimalString({ minor, asset });
  return new Refusal(kind, reason, { params: { asset, available: inWords(available), wanted: inWords(wanted) } });
}
