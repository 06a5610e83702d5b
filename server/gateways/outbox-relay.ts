import { asc, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import { outbox } from '@/db/schema/_kernel';
import type { Clock } from '@/server/kernel/clock';
import type { Log } from '@/server/kernel/log';

export type OutgoingEvent = { id: string; name: string; data: Record<string, string>; ts: number };
/** Sends a batch; resolves when the engine has it. Events keep their ids, so sending twice is harmless. */
export type SendEvents = (events: OutgoingEvent[]) => Promise<void>;

const batchMax = 100;
const attemptsBeforeHold = 5;

type Row = typeof outbox.$inferSelect;

const toEvent = (row: Row): OutgoingEvent => ({
  id: `outbox-${row.id}`,
  name: row.name,
  data: { ...(row.data as Record<string, string>), tenantId: row.tenantId }, // uow.emit takes strings only
  ts: row.at.getTime(),
});

/** Sends the lowest unsent events and deletes what was taken. Returns how many left. */
export async function relayOnce(platform: PlatformDatabase, clock: Clock, log: Log, send: SendEvents): Promise<number> {
  const rows = await platform.transaction(({ db }) =>
    db
      .select()
      .from(outbox)
      .where(or(isNull(outbox.heldUntil), lte(outbox.heldUntil, clock.now())))
      .orderBy(asc(outbox.id))
      .limit(batchMax),
  );
  if (rows.length === 0) return 0;
  try {
    await send(rows.map(toEvent));
  } catch (error) {
    log.error('outbox_batch_refused', error, { events: rows.length });
    return oneByOne(platform, clock, log, send, rows);
  }
  await remove(platform, rows);
  return rows.length;
}

const remove = (platform: PlatformDatabase, rows: Row[]) =>
  platform.transaction(({ db }) =>
    db.delete(outbox).where(
      inArray(
        outbox.id,
        rows.map((row) => row.id),
      ),
    ),
  );

/** A batch that fails may hold one event the engine will never take: the others must not wait behind it for ever. */
async function oneByOne(
  platform: PlatformDatabase,
  clock: Clock,
  log: Log,
  send: SendEvents,
  rows: Row[],
): Promise<number> {
  let sent = 0;
  for (const row of rows) {
    try {
      await send([toEvent(row)]);
      await remove(platform, [row]);
      sent += 1;
    } catch (error) {
      const attempts = row.attempts + 1;
      const isHeld = attempts >= attemptsBeforeHold;
      if (isHeld) log.error('outbox_event_held', error, { event: row.name, outbox: row.id });
      const holdMs = isHeld ? Math.min(3_600_000, 1_000 * 2 ** Math.min(attempts, 12)) : 0;
      await platform.transaction(({ db }) =>
        db
          .update(outbox)
          .set({ attempts, heldUntil: isHeld ? new Date(clock.now().getTime() + holdMs) : null })
          .where(sql`${outbox.id} = ${row.id}`),
      );
      if (!isHeld) throw error; // the engine is down: keep the order and rest
    }
  }
  return sent;
}
