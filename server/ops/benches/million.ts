import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Rng, seededRng } from '@/server/kernel/clock';
import type { Ctx, RowScope } from '@/server/kernel/context';
import { searchWords } from '@/server/modules/clients';
import { type BenchHouse, benchHouse } from './house';

export type Million = BenchHouse & {
  readonly rows: number;
  readonly brandId: string;
  /** Somebody of the staff who sees contact data, with the grants and the reach. */
  staff(grants: readonly string[], scope: RowScope): Promise<Ctx>;
};

/** Names as a broker with clients on four continents has them; the first of each list are the most frequent. */
const people: readonly { given: string; family: string }[] = [
  {
    given:
      'Maria Anna Thomas Lukas Emma Sofia James Oliver Peter Łukasz José Chloé Niamh Björn Zoë Matteo Ines Ruben Marit Tobiah',
    family:
      'Smith Müller Silva García Rossi Novák Jansen Nowak Kowalski Andersen Dubois Żółć Fernández Oosterveld Lindqvist Renn Papadopoulos Horváth',
  },
  {
    given: 'Иван Мария Анна Сергей Юлия Дмитрий Ольга Алексей Наталья Павел Щербина Ёлка',
    family: 'Иванов Петрова Сидоров Кузнецова Щербаков Попов Волкова Морозов Жукова Цветков',
  },
  {
    given: 'محمد أحمد فاطمة علي عائشة يوسف خالد مريم عمر نورة',
    family: 'الأحمد السعيد حسن إبراهيم الهاشمي القحطاني منصور الزهراني كريمي النجار',
  },
  { given: '伟 芳 娜 敏 静 小明 建国 秀英 志强 丽华', family: '王 李 张 刘 陈 杨 黄 赵 欧阳 司马' },
];
const scripts = people.map(({ given, family }) => ({ given: given.split(' '), family: family.split(' ') }));
const latinMore = 'Bra Ker Vol Tam Lin Dor Mes Pal Quen Ros Sil Ulf Wen Xan Yar Zim Har Fen Gol Jur'.split(' ');

/** Falls off as names do: a few are had by many. */
const frequent = <T>(rng: Rng, list: readonly T[]): T => {
  const at = Math.floor(rng.next() ** 3 * list.length);
  const one = list[at];
  if (one === undefined) throw new RangeError('an empty list of names');
  return one;
};

function nameOf(rng: Rng): { first: string; last: string } {
  const script = frequent(rng, scripts);
  const rare = `${frequent(rng, latinMore)}${frequent(rng, latinMore).toLowerCase()}${rng.next() < 0.5 ? 'sen' : 'er'}`;
  const isRare = script === scripts[0] && rng.next() < 0.5;
  return { first: frequent(rng, script.given), last: isRare ? rare : frequent(rng, script.family) };
}

function clientOf(rng: Rng, n: number, tenantId: string) {
  const { first, last } = nameOf(rng);
  const number = `C-${20_000 + n}`;
  const email = `user${n}.${Math.floor(rng.next() * 1e6)}@mail${n % 40}.example`;
  const phone = `+${frequent(rng, ['49', '44', '7', '971', '86'])}${String(Math.floor(rng.next() * 1e10)).padStart(10, '0')}`;
  const words = searchWords(tenantId, { number, firstName: first, lastName: last, email, phone });
  return { first, last, number, email, phone, words: `{${words.map((word) => JSON.stringify(word)).join(',')}}` };
}

const insertPersons = `insert into person (tenant_id, id, first_name, last_name, country, created_at)
  select $1, bench_uuid('person', n), f, l, 'DE', now() from unnest($2::int[], $3::text[], $4::text[]) as t(n, f, l)`;

// Facets lean on each other as in life: one in two is approved, one in three funded, one in four trades.
const insertClients = `insert into client (tenant_id, id, number, person_id, entity_id, brand_id, display_name, email, email_key, phone,
    phone_key, language, country, verification, funding, trading, relationship, stage, tier, tier_by_policy, category, owner_id, team_id, desk,
    source, tags, registered_at, approved_at, funded_at, live_at, renews_at, last_contact_at, search)
  select $1::uuid, bench_uuid('client', n), number, bench_uuid('person', n), $8, $9, f || ' ' || l, email, email, phone, substr(phone, 2),
    (array['en','de','ru','ar','zh'])[1 + d % 5], (array['DE','GB','RU','AE','CN','PL','NL','ES','IT','MT'])[1 + least(9, d / 9)],
    case when d < 50 then 'approved' when d < 60 then 'in_review' when d < 75 then 'applying' when d < 78 then 'rejected' else 'none' end,
    case when d < 34 then 'funded' else 'none' end, case when d < 25 then 'live' when d < 40 then 'demo' else 'none' end,
    case when d = 99 then 'closed' when d < 34 then 'client' else 'prospect' end,
    case when d = 99 then 'closed' when d < 10 then 'retain' when d < 25 then 'trade' when d < 34 then 'fund' when d < 60 then 'convert' else 'acquire' end,
    case when d < 2 then 'T3' when d < 20 then 'T2' when d < 50 then 'T1' else 'T0' end, case when d < 2 then 'T3' when d < 20 then 'T2' when d < 50 then 'T1' else 'T0' end,
    case when d = 0 then 'per_se_professional' else 'retail' end,
    case when d < 60 then ($10::uuid[])[1 + n % cardinality($10::uuid[])] end, case when d < 60 then ($11::uuid[])[1 + n % cardinality($11::uuid[])] end,
    case when d < 60 then 'desk-' || n % cardinality($11::uuid[]) end,
    (array['google','meta','affiliate','direct','introducer','expo'])[1 + least(5, d / 18)],
    case when d = 7 then array['vip'] else '{}' end,
    now() - (n * interval '70 seconds'), case when d < 50 then now() - (n * interval '60 seconds') end,
    case when d < 34 then now() - (n * interval '50 seconds') end, case when d < 25 then now() - (n * interval '40 seconds') end,
    case when d < 50 then now() + ((n % 400) * interval '1 day') end, case when d < 60 then now() - ((n % 5000) * interval '1 hour') end,
    array_to_tsvector(case when d = 7 then words::text[] || (right($1::uuid::text, 6) || 'tvip') else words::text[] end)
  from (select *, abs(hashint4(n)) % 100 as d from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $12::text[])
    as t(n, f, l, number, email, phone, words)) as t`;

/** Indexes are made after the rows, as a restore does; nothing is measured here. */
export async function withoutIndexes(admin: pg.Client, table: string, fill: () => Promise<void>): Promise<void> {
  const { rows } = await admin.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [table],
  );
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  await fill();
  for (const { definition } of rows) await admin.query(definition);
}

const batch = 10_000;

async function addClients(
  admin: pg.Client,
  place: BenchHouse & { brandId: string },
  rows: number,
  seed: number,
  owners: string[],
  teams: string[],
) {
  const rng = seededRng(seed);
  for (let from = 0; from < rows; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, rows - from) }, (_, i) => from + i);
    const some = numbers.map((n) => clientOf(rng, n, place.tenantId));
    const column = (name: keyof (typeof some)[number]) => some.map((one) => one[name]);
    const names = [place.tenantId, numbers, column('first'), column('last')];
    await admin.query(insertPersons, names);
    const contact = [column('number'), column('email'), column('phone')];
    await admin.query(insertClients, [
      ...names,
      ...contact,
      place.entityId,
      place.brandId,
      owners,
      teams,
      column('words'),
    ]);
  }
}

/** A house of its own with so many clients, owned by forty people of five teams. */
export async function million(rows: number, seed: number, say: (line: string) => void): Promise<Million> {
  const house = await benchHouse(10);
  const { admin, tenantId } = house;
  const brandId = randomUUID();
  await admin.query(
    `set synchronous_commit = off; set maintenance_work_mem = '512MB'; set session_replication_role = replica`,
  );
  await admin.query(
    `create function bench_uuid(kind text, n int) returns uuid language sql immutable as $$ select overlay(overlay(md5(kind || n) placing '4' from 13) placing '8' from 17)::uuid $$`,
  );
  await admin.query(
    `insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, languages, created_at)
     values ($1, $2, $3, 'Bench', 'bench', '#000000', '#ffffff', '{en}', now())`,
    [tenantId, brandId, house.entityId],
  );
  const teams = Array.from({ length: 5 }, () => randomUUID());
  for (const [n, id] of teams.entries())
    await admin.query('insert into team (tenant_id, id, name, desk, created_at) values ($1, $2, $3, $3, now())', [
      tenantId,
      id,
      `desk-${n}`,
    ]);
  const owners = Array.from({ length: 40 }, () => randomUUID());
  for (const [n, id] of owners.entries()) await addUser(admin, tenantId, id, `Owner ${n}`);
  const startedAt = performance.now();
  await withoutIndexes(admin, 'person', () =>
    withoutIndexes(admin, 'client', () => addClients(admin, { ...house, brandId }, rows, seed, owners, teams)),
  );
  await admin.query('vacuum analyze client, person');
  say(`${rows} clients in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  let next = 0;
  return {
    ...house,
    rows,
    brandId,
    staff: async (grants, scope) => {
      const user = owners[next % owners.length] ?? randomUUID();
      const session = await signIn(admin, tenantId, user, [...grants], scope, teams[next % teams.length] ?? null);
      next += 1;
      return { ...house.ctx(), credential: { kind: 'session', sessionId: session, surface: 'desk' } };
    },
  };
}

const addUser = (admin: pg.Client, tenantId: string, id: string, name: string) =>
  admin.query(
    `insert into app_user (tenant_id, id, kind, email, name, status, created_at) values ($1, $2, 'staff', $3, $4, 'active', now())`,
    [tenantId, id, `${id}@people.example`, name],
  );

async function signIn(
  admin: pg.Client,
  tenantId: string,
  user: string,
  grants: string[],
  scope: RowScope,
  team: string | null,
) {
  const [role, session] = [randomUUID(), randomUUID()];
  await admin.query(
    `insert into role (tenant_id, id, key, name, is_preset, grants, created_at) values ($1, $2, $3, $3, false, $4, now())`,
    [tenantId, role, `role-${role}`, grants],
  );
  await admin.query(
    `insert into membership (tenant_id, user_id, role_id, row_scope, team_id, created_at) values ($1, $2, $3, $4, $5, now())`,
    [tenantId, user, role, scope, team],
  );
  await admin.query(
    `insert into session (tenant_id, id, user_id, surface, created_at, expires_at, last_seen_at, stepped_up_at)
     values ($1, $2, $3, 'desk', now(), now() + interval '1 day', now(), now())`,
    [tenantId, session, user],
  );
  return session;
}
