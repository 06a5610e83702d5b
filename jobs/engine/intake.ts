import { storeEvents } from './events';
import { isRecord } from './expressions';
import type { Core, EventRow, StoredEvent } from './types';
import { seededEventIds, ulid } from './ulid';

const eventMaxBytes = 3 * 1024 * 1024;
/** Only the engine says these: a sender could start runs in another's name. */
const reserved = /^inngest\/(function\.|scheduled\.timer$)/;

/** Returns the ids in order, or why nothing was stored. */
export async function receiveEvents(core: Core, body: unknown, seed: string | undefined): Promise<string[] | string> {
  const given = Array.isArray(body) ? body : [body];
  const now = core.clock.now();
  const ids = seededEventIds(seed, given.length);
  const events: EventRow[] = [];
  for (const [index, event] of given.entries()) {
    const id = ids?.[index] ?? ulid(now.getTime(), core.rng.bytes(10));
    const read = readEvent(event, id, now);
    if (typeof read === 'string') return read;
    events.push({ id, body: read });
  }
  if (events.length > 0) await core.db.tx((tx) => storeEvents(tx, events, now));
  core.poke();
  return events.map((event) => event.id);
}

function readEvent(event: unknown, id: string, now: Date): StoredEvent | string {
  if (!isRecord(event) || typeof event.name !== 'string' || event.name === '') return 'an event needs a name';
  if (reserved.test(event.name)) return `${event.name} is reserved`;
  const data = event.data ?? {};
  if (!isRecord(data)) return 'event data must be an object';
  if (JSON.stringify(event).length > eventMaxBytes) return 'an event may take 3 MB';
  const body: StoredEvent = {
    id: typeof event.id === 'string' && event.id !== '' ? event.id : id,
    name: event.name,
    data,
    ts: typeof event.ts === 'number' && event.ts > 0 ? event.ts : now.getTime(),
  };
  if (isRecord(event.user)) body.user = event.user;
  if (typeof event.v === 'string') body.v = event.v;
  if (isRecord(event.meta)) body.meta = event.meta;
  return body;
}
