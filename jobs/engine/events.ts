import type { Tx } from './database';
import { enqueue } from './queue';
import type { EventRow } from './types';

/** New events and the job that routes each; one that is there already (a repeated call of the sender) changes nothing. */
export async function storeEvents(tx: Tx, events: EventRow[], now: Date): Promise<void> {
  const fresh = await storeWithoutRouting(tx, events, now);
  await enqueue(
    tx,
    fresh.map((id) => ({ kind: 'event', key: eventJob(id), due: now, body: { event: id } })),
  );
}

const eventJob = (id: string): string => `event:${id}`;

/** Returns the ids that were new, in the order given. */
export async function storeWithoutRouting(tx: Tx, events: EventRow[], now: Date): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into engine.events (id, external_id, name, body, received_at)
     select id, external_id, name, body, $5 from unnest($1::text[], $2::text[], $3::text[], $4::json[]) e(id, external_id, name, body)
     on conflict (id) do nothing returning id`,
    [
      events.map((event) => event.id),
      events.map((event) => (event.body.id === event.id ? null : event.body.id)),
      events.map((event) => event.body.name),
      events.map((event) => JSON.stringify(event.body)),
      now,
    ],
  );
  const fresh = new Set(rows.map((row) => row.id));
  return events.map((event) => event.id).filter((id) => fresh.has(id));
}

/** In the order of `ids`. */
export async function loadEvents(tx: Tx, ids: string[]): Promise<EventRow[]> {
  const { rows } = await tx.query<EventRow>(
    'select e.id, e.body from unnest($1::text[]) with ordinality wanted(id, place) join engine.events e using (id) order by place',
    [ids],
  );
  return rows;
}
