import { and, type SQL, sql } from 'drizzle-orm';
import { segmentMember } from '@/db/schema/_segments';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';
import type { Conditions } from '../conditions-contract';
import { matches } from './conditions';
import { dayZone, type SegmentRecord } from './segments';

/** Clients in the order of their ids, from behind one up to another: what one transaction counts. */
export type Part = { readonly after: Id<'client'> | null; readonly upTo: Id<'client'> };

const uuid = (id: Id<'client'>) => uuidFromId('client', id);
const within = (column: SQL, { after, upTo }: Part): SQL =>
  sql`${after ? sql`${column} > ${uuid(after)}::uuid and ` : sql``}${column} <= ${uuid(upTo)}::uuid`;
/** A part of one: no id lies between an id and itself. */
const only = (column: SQL, id: Id<'client'>): SQL => sql`${column} = ${uuid(id)}::uuid`;
export const place = (part: Part | Id<'client'>, column: SQL): SQL =>
  typeof part === 'string' ? only(column, part) : within(column, part);

/** The part that begins behind a client; null when nobody is left. */
export async function partAfter(read: Read, after: Id<'client'> | null, size: number) {
  const { rows } = await read.db.execute<{ last: string | null; n: number }>(sql`
    select max(id::text) as last, count(*)::int as n from (select id from client
    ${after ? sql`where id > ${uuid(after)}::uuid` : sql``} order by id limit ${size}) part`);
  const [row] = rows;
  return row?.last ? { part: { after, upTo: idFromUuid('client', row.last) }, n: row.n, isLast: row.n < size } : null;
}

const found = (conditions: Conditions, part: Part | Id<'client'>, now: Date): SQL =>
  sql`select client.id from client where ${place(part, sql`client.id`)} and (${matches(conditions, now)})`;
const stays = (id: Id<'segment'>, part: Part | Id<'client'>): SQL =>
  sql`m.segment_id = ${uuidFromId('segment', id)}::uuid and m.left_at is null and ${place(part, sql`m.client_id`)}`;

/** How many should come and go, without moving anybody. */
export async function countMoves(
  read: Read,
  id: Id<'segment'>,
  conditions: Conditions,
  part: Part | Id<'client'>,
): Promise<number> {
  const { rows } = await read.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (${found(conditions, part, read.now)}) w
    full join (select m.client_id from segment_member m where ${stays(id, part)}) m on m.client_id = w.id
    where m.client_id is null or w.id is null`);
  return rows[0]?.n ?? 0;
}

/**
 * Who fits comes, who does not goes, in one statement. The index of members says who is in already: joined to a table that
 * grows while it is counted, the planner, who thinks it empty, compares each with each.
 */
export async function moveMembers(
  uow: Uow,
  { id, version, countedVersion }: SegmentRecord,
  conditions: Conditions,
  part: Part | Id<'client'>,
): Promise<{ entered: number; gone: number }> {
  const now = sql`${uow.now.toISOString()}::timestamptz`;
  const isFounding = countedVersion !== version;
  const segmentId = sql`${uuidFromId('segment', id)}::uuid`;
  const { rows } = await uow.db.execute<{ entered: number; gone: number }>(sql`
    with w as materialized (${found(conditions, part, uow.now)}),
    gone as (
      update segment_member m set left_at = ${now}, left_version = ${version}::int, owed = case when ${isFounding}::boolean or m.owed = 'entered' then null else 'left' end
      where ${stays(id, part)} and m.client_id not in (select w.id from w) returning 1),
    come as (
      insert into segment_member (segment_id, client_id, joined_at, version, owed, is_founding)
      select ${segmentId}, w.id, ${now}, ${version}::int, ${isFounding ? null : 'entered'}::text, ${isFounding}::boolean from w
      on conflict do nothing returning 1)
    select (select count(*) from come)::int as entered, (select count(*) from gone)::int as gone`);
  return rows[0] ?? { entered: 0, gone: 0 };
}

/** Moves nobody has been told of yet; taken, they are told in this transaction. */
export async function takeOwed(uow: Uow, id: Id<'segment'>, max: number) {
  const { rows } = await uow.db.execute<{ client: string; owed: 'entered' | 'left' }>(sql`
    with picked as (select m.client_id, m.joined_at, m.owed from segment_member m
      where m.segment_id = ${uuidFromId('segment', id)}::uuid and m.owed is not null limit ${max} for update skip locked)
    update segment_member m set owed = null from picked
    where m.segment_id = ${uuidFromId('segment', id)}::uuid and m.client_id = picked.client_id and m.joined_at = picked.joined_at
    returning m.client_id as client, picked.owed`);
  return rows.map(({ client, owed }) => ({ clientId: idFromUuid('client', client), owed }));
}

export async function hasOwed(read: Read, id: Id<'segment'>): Promise<boolean> {
  const { rows } = await read.db.execute(
    sql`select 1 from segment_member m where m.segment_id = ${uuidFromId('segment', id)}::uuid and m.owed is not null limit 1`,
  );
  return rows.length > 0;
}

export async function endAll(uow: Uow, id: Id<'segment'>): Promise<void> {
  await uow.db
    .update(segmentMember)
    .set({ leftAt: uow.now, owed: null })
    .where(sql`${segmentMember.segmentId} = ${uuidFromId('segment', id)}::uuid and ${segmentMember.leftAt} is null`);
}

/** Whom conditions would find in a part, and the newest few of them. */
export async function tryOut(read: Read, conditions: Conditions, part: Part, scope: SQL | undefined) {
  const { rows } = await read.db.execute<{
    n: number;
    sample: { id: string; number: string; name: string }[] | null;
  }>(sql`
    with w as materialized (select client.id, client.number, client.display_name as name, client.registered_at as at from client
      where ${place(part, sql`client.id`)} and (${matches(conditions, read.now)}) ${scope ? sql`and ${scope}` : sql``})
    select (select count(*) from w)::int as n, (select jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number, 'name', s.name) order by s.at desc)
      from (select * from w order by at desc limit 5) s) as sample`);
  const [row] = rows;
  return {
    matched: row?.n ?? 0,
    sample: (row?.sample ?? []).map((one) => ({ ...one, id: idFromUuid('client', one.id) })),
  };
}

type Member = {
  client_id: string;
  number: string;
  name: string;
  country: string | null;
  stage: string;
  owner_id: string | null;
  joined: number;
  gone: number | null;
};

export async function pageOfMembers(
  read: Read,
  input: PageInput & { id: Id<'segment'>; hasLeft: boolean },
  scope: SQL | undefined,
) {
  const { cursor: _cursor, limit, sort, direction: _direction, ...filter } = input;
  const { joinedAt, leftAt, clientId } = segmentMember;
  const page = await keyset(
    input,
    { joinedAt, leftAt, name: sql`client.display_name` },
    input.hasLeft ? 'leftAt' : 'joinedAt',
    clientId,
    filter,
  );
  const where = and(
    sql`${segmentMember.segmentId} = ${uuidFromId('segment', input.id)}::uuid`,
    sql`${leftAt} is ${input.hasLeft ? sql`not null` : sql`null`}`,
    scope,
  );
  const joined = sql`segment_member join client on client.tenant_id = segment_member.tenant_id and client.id = segment_member.client_id`;
  const [list, count] = await Promise.all([
    read.db.execute<Member>(sql`
      select client.id as client_id, client.number, client.display_name as name, client.country, client.stage, client.owner_id,
        (extract(epoch from ${joinedAt}) * 1000)::float8 as joined, (extract(epoch from ${leftAt}) * 1000)::float8 as gone
      from ${joined} where ${and(where, page.where)} order by ${sql.join(page.orderBy, sql`, `)} limit ${limit + 1}`),
    read.db.execute<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from ${joined} where ${where} limit ${exactTotalMax + 1}) few`,
    ),
  ]);
  const by = sort ?? (input.hasLeft ? 'leftAt' : 'joinedAt');
  const cut = page.finish(list.rows, (row) => ({
    at: by === 'name' ? row.name : new Date(by === 'leftAt' ? (row.gone ?? 0) : row.joined),
    id: row.client_id,
  }));
  const total = count.rows[0]?.n ?? 0;
  return { ...cut, total: total > exactTotalMax ? null : total };
}

type Day = { day: string; members: number; joined: number; gone: number };

/** Size at the end of each day, of the clients in reach. */
export async function sizeByDay(read: Read, id: Id<'segment'>, days: number, scope: SQL | undefined): Promise<Day[]> {
  const { rows } = await read.db.execute<Day>(sql`
    with zone as (select ${dayZone} as name),
    stay as (select m.joined_at, m.left_at, m.is_founding from segment_member m
      ${scope ? sql`join client on client.tenant_id = m.tenant_id and client.id = m.client_id` : sql``}
      where m.segment_id = ${uuidFromId('segment', id)}::uuid ${scope ? sql`and ${scope}` : sql``}),
    move as (
      select (joined_at at time zone zone.name)::date as day, 1 as step, (not is_founding)::int as joined, 0 as gone from stay, zone
      union all
      select (left_at at time zone zone.name)::date, -1, 0, 1 from stay, zone where left_at is not null),
    sums as (select day, sum(step) as step, sum(joined) as joined, sum(gone) as gone from move group by day),
    span as (select (${read.now.toISOString()}::timestamptz at time zone zone.name)::date as today from zone),
    day as (select d::date as day from span, generate_series(greatest(today - ${days}::int, (select min(day) from sums)), today, interval '1 day') d)
    select to_char(day.day, 'YYYY-MM-DD') as day, coalesce((select sum(s.step) from sums s where s.day <= day.day), 0)::int as members,
      coalesce(sums.joined, 0)::int as joined, coalesce(sums.gone, 0)::int as gone
    from day left join sums on sums.day = day.day order by day.day`);
  return rows;
}
