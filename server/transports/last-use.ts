import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';

/** A session's last use decides when it is idle, so it is told more often than a key's. */
const debounceMs = { apiKey: 5 * 60_000, session: 60_000 } as const;
const noted = new Map<string, number>();

/** Last use of a key or session, now and then and never in the way of the answer. */
export function noteUse(ctx: Ctx, kind: 'apiKey' | 'session', id: Id<'apiKey'> | Id<'session'>): void {
  const now = ctx.clock.now();
  if (now.getTime() - (noted.get(id) ?? 0) < debounceMs[kind]) return;
  if (noted.size > 10_000) noted.clear();
  noted.set(id, now.getTime());
  const uuid =
    kind === 'apiKey' ? uuidFromId('apiKey', id as Id<'apiKey'>) : uuidFromId('session', id as Id<'session'>);
  void touch(ctx, kind, uuid, now);
}

async function touch(ctx: Ctx, kind: string, uuid: string, now: Date): Promise<void> {
  const connection = await ctx.database.acquire();
  try {
    await connection.query({ text: 'select touch_credential($1, $2, $3)' }, [kind, uuid, now]);
    connection.release();
  } catch (error) {
    connection.release(error as Error);
    ctx.log.warn('last_use_lost', { kind });
  }
}
