import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { canListen, listenOn } from '@/db/listen';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { peek } from '@/server/kernel/run-query';
import { ctxOf } from './composition';
import { crossSiteReason } from './origin';
import { callerOf } from './session';

const channel = 'bos_presence';
/** Somebody who has not been heard of for so long has left: a page says every 15 seconds that it is looked at. */
export const presentMs = 40_000;
const objectsMax = 20_000;

const Looking = z.object({ objectId: z.string().regex(/^[a-z]{2,5}_[0-9a-z]{26}$/), isHere: z.boolean() });
const Seen = Looking.extend({ tenantId: z.string(), userId: z.string(), name: z.string() });
type Seen = z.output<typeof Seen>;
type Viewer = { readonly name: string; readonly until: number };

/** Who looks at what, in memory only: it is worth nothing a minute later and is nobody's record. */
export class PresenceBook {
  private readonly byObject = new Map<string, Map<string, Viewer>>();

  note({ tenantId, objectId, userId, name, isHere }: Seen, now: number): void {
    const key = `${tenantId} ${objectId}`;
    const viewers = this.byObject.get(key) ?? new Map<string, Viewer>();
    if (isHere) viewers.set(userId, { name, until: now + presentMs });
    else viewers.delete(userId);
    this.byObject.delete(key);
    if (viewers.size > 0) this.byObject.set(key, viewers); // last again: the oldest are first
    for (const [oldest, some] of this.byObject) {
      const isOver = [...some.values()].every(({ until }) => until <= now);
      if (!isOver && this.byObject.size <= objectsMax) break;
      this.byObject.delete(oldest);
    }
  }

  others(tenantId: string, objectId: string, userId: string, now: number): string[] {
    const viewers = this.byObject.get(`${tenantId} ${objectId}`) ?? new Map<string, Viewer>();
    return [...viewers].filter(([id, { until }]) => id !== userId && until > now).map(([, { name }]) => name);
  }
}

// Next bundles routes apart from each other: one process, several copies of this module, one book.
const shared = globalThis as typeof globalThis & { bosPresence?: PresenceBook };

function bookOf(): PresenceBook {
  if (shared.bosPresence) return shared.bosPresence;
  const book = new PresenceBook();
  shared.bosPresence = book;
  const url = process.env.DATABASE_LISTEN_URL ?? process.env.DATABASE_URL;
  if (url && canListen(url)) {
    const onNotice = (payload: string) => {
      const seen = Seen.safeParse(parsed(payload));
      if (seen.success) book.note(seen.data, performance.now());
    };
    const listening = listenOn(url, channel, { onNotice, onUp: () => {}, onDown: () => {} });
    process.once('SIGTERM', () => void listening.stop());
    process.once('SIGINT', () => void listening.stop());
  }
  return book;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type PresenceOptions = { readonly ctxFor?: (headers: Headers) => Promise<Ctx>; readonly book?: PresenceBook };
const ctxFromCookies = async (headers: Headers): Promise<Ctx> => ctxOf(await callerOf(headers));

const sayNo = (status: number, reason: string) =>
  Response.json({ error: { message: reason } }, { status, headers: { 'cache-control': 'no-store' } });

/** A member of staff says which item his page shows, and hears who else has it open. Told to the other web processes, kept nowhere. */
export async function presenceResponse(request: Request, options: PresenceOptions = {}): Promise<Response> {
  const foreign = crossSiteReason(request);
  if (foreign) return sayNo(403, foreign);
  const said = Looking.safeParse(parsed((await request.text()).slice(0, 300)));
  if (!said.success) return sayNo(400, 'invalid');
  const { objectId, isHere } = said.data;
  try {
    const { ctxFor = ctxFromCookies, book = bookOf() } = options;
    const seen = await peek(await ctxFor(request.headers), async (read): Promise<Seen | null> => {
      const { tenant, actor } = read;
      if (actor.kind !== 'staff' || !actor.userId || actor.impersonator) return null;
      const one = { tenantId: tenant.id, userId: actor.userId, name: actor.name, objectId, isHere };
      await read.db.execute(sql`select pg_notify(${channel}, ${JSON.stringify(one)})`);
      return one;
    });
    if (!seen) return sayNo(401, 'sign_in_first');
    book.note(seen, performance.now());
    const others = book.others(seen.tenantId, objectId, seen.userId, performance.now());
    return Response.json({ others }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (isRefusal(error)) return sayNo(401, 'sign_in_first');
    throw error;
  }
}
