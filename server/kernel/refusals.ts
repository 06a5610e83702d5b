import { sql } from 'drizzle-orm';
import { securityEvent } from '@/db/schema/_kernel';
import type { Actor, Ctx } from './context';
import type { Refusal } from './errors';
import { auditedActor, enter } from './funnel';
import { idFromUuid, newId } from './ids';

/** Refused at the door, before the database said who it is: the session still leads to somebody. */
const strangerOf = ({ credential }: Ctx) => ({
  kind: credential.kind,
  ...(credential.kind === 'session' ? { sessionId: idFromUuid('session', credential.sessionId) } : {}),
});

/** A second transaction: the refused one is gone, and what was tried must still be seen. Never hides the refusal itself. */
export async function recordRefusal(ctx: Ctx, verb: string, actor: Actor | null, refusal: Refusal): Promise<void> {
  const connection = await ctx.database.acquire();
  try {
    await enter(connection, { ...ctx, credential: { kind: 'job', name: 'security' } }, 'write');
    await connection.db.insert(securityEvent).values({
      id: newId('audit', ctx.clock, ctx.rng),
      at: ctx.clock.now(),
      verb,
      actor: actor ? auditedActor(actor) : strangerOf(ctx),
      refusal: refusal.kind,
      reason: refusal.reason,
      ip: ctx.request.ip ?? null,
      requestId: ctx.request.id,
    });
    await connection.query({ text: 'commit' });
    connection.release();
  } catch (error) {
    ctx.log.error('security_event_lost', error, { verb, reason: refusal.reason });
    await connection.db.execute(sql`rollback`).then(
      () => connection.release(),
      (broken: Error) => connection.release(broken),
    );
  }
}
