import { and, or, type SQL, sql } from 'drizzle-orm';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { ChoiceField, Condition, Conditions } from '../conditions-contract';

/** Conditions as SQL over `client`. Every one of them is asked of one client by an index, so a part of the clients costs its part. */
export const matches = ({ anyOf }: Conditions, now: Date): SQL =>
  or(...anyOf.map(({ allOf }) => and(...allOf.map((one) => compiled(one, now))))) ?? sql`false`;

function compiled(condition: Condition, now: Date): SQL {
  switch (condition.kind) {
    case 'choice':
      return choice(condition);
    case 'flag':
      return condition.is ? flags[condition.field](now) : sql`not ${flags[condition.field](now)}`;
    case 'when':
      return when(condition, now);
    case 'sum':
      return sum(condition, now);
  }
}

const ofClient = (table: SQL) => sql`${table}.tenant_id = client.tenant_id and ${table}.client_id = client.id`;
const accounts = sql`from trading_account ta where ${ofClient(sql`ta`)} and ta.environment = 'live' and ta.state not in ('failed', 'archived')`;

const columns = {
  stage: sql`client.stage`,
  verification: sql`client.verification`,
  funding: sql`client.funding`,
  trading: sql`client.trading`,
  relationship: sql`client.relationship`,
  tier: sql`client.tier`,
  category: sql`client.category`,
  country: sql`client.country`,
  language: sql`client.language`,
  source: sql`client.source`,
  introducer: sql`client.introducer_code`,
  desk: sql`client.desk`,
  entityId: sql`client.entity_id`,
  brandId: sql`client.brand_id`,
  ownerId: sql`client.owner_id`,
  teamId: sql`client.team_id`,
} as const;

const uuids = {
  entityId: (id: string) => uuidFromId('entity', id as Id<'entity'>),
  brandId: (id: string) => uuidFromId('brand', id as Id<'brand'>),
  ownerId: (id: string) => uuidFromId('user', id as Id<'user'>),
  teamId: (id: string) => uuidFromId('team', id as Id<'team'>),
  offerId: (id: string) => uuidFromId('offer', id as Id<'offer'>),
} as const; // the contract lets ids of these kinds through only

const isId = (field: ChoiceField): field is keyof typeof uuids => Object.hasOwn(uuids, field);

function choice({ field, values, isNot }: Extract<Condition, { kind: 'choice' }>): SQL {
  const list = isId(field)
    ? sql`${sql.param(values.map(uuids[field]))}::uuid[]`
    : sql`${sql.param(field === 'tag' ? values.map((tag) => tag.toLowerCase()) : values)}::text[]`;
  const among =
    field === 'tag'
      ? sql`client.tags && ${list}`
      : field === 'offerId'
        ? sql`exists (select ${accounts} and ta.offer_id = any(${list}))`
        : field === 'platform'
          ? sql`exists (select ${accounts} and ta.platform = any(${list}))`
          : sql`coalesce(${columns[field]} = any(${list}), false)`;
  return isNot ? sql`not (${among})` : among;
}

const flags = {
  isUnowned: (_now: Date) => sql`client.owner_id is null`,
  hasLiveAccount: (_now: Date) => sql`exists (select ${accounts} and ta.state <> 'provisioning')`,
  hasHold: (
    now: Date,
  ) => sql`exists (select from client_hold h where h.tenant_id = client.tenant_id and h.person_id = client.person_id
    and (h.client_id is null or h.client_id = client.id) and h.released_at is null
    and (h.expires_at is null or h.expires_at > ${now.toISOString()}::timestamptz))`,
} as const;

const credited = sql`from deposit d where ${ofClient(sql`d`)} and d.state = 'credited'`;
const paid = sql`from withdrawal w where ${ofClient(sql`w`)} and w.state = 'paid'`;

const instants = {
  registeredAt: sql`client.registered_at`,
  approvedAt: sql`client.approved_at`,
  renewsAt: sql`client.renews_at`,
  fundedAt: sql`client.funded_at`,
  liveAt: sql`client.live_at`,
  lastContactAt: sql`client.last_contact_at`,
  lastDepositAt: sql`(select max(d.credited_at) ${credited})`,
  lastWithdrawalAt: sql`(select max(w.closed_at) ${paid})`,
  lastTradeAt: sql`(select max(ta.last_deal_at) from trading_account ta where ${ofClient(sql`ta`)} and ta.environment = 'live')`,
} as const;

const dayMs = 86_400_000;

function when({ field, test }: Extract<Condition, { kind: 'when' }>, now: Date): SQL {
  const at = instants[field];
  const daysOn = (days: number) => sql`${new Date(now.getTime() + days * dayMs).toISOString()}::timestamptz`;
  switch (test.is) {
    case 'within_last':
      return sql`coalesce(${at} > ${daysOn(-test.days)} and ${at} <= ${daysOn(0)}, false)`;
    case 'longer_ago':
      return sql`coalesce(${at} <= ${daysOn(-test.days)}, false)`;
    case 'within_next':
      return sql`coalesce(${at} >= ${daysOn(0)} and ${at} < ${daysOn(test.days)}, false)`;
    case 'from':
      return sql`coalesce(${at} >= ${test.at.toISOString()}::timestamptz, false)`;
    case 'before':
      return sql`coalesce(${at} < ${test.at.toISOString()}::timestamptz, false)`;
    case 'never':
      return sql`${at} is null`;
    case 'ever':
      return sql`${at} is not null`;
  }
}

function sum({ field, is, amount, lastDays }: Extract<Condition, { kind: 'sum' }>, now: Date): SQL {
  const since = new Date(lastDays === null ? 0 : now.getTime() - lastDays * dayMs).toISOString();
  const came = sql`(select coalesce(sum(d.credited_minor), 0) ${credited} and d.asset = ${amount.asset} and d.credited_at > ${since}::timestamptz)`;
  const went = sql`(select coalesce(sum(w.amount_minor), 0) ${paid} and w.asset = ${amount.asset} and w.closed_at > ${since}::timestamptz)`;
  // What lies in the wallet, on the way and on platforms.
  const held = sql`(select coalesce(sum(l.posted_minor), 0) from ledger_account l where ${ofClient(sql`l`)} and l.asset = ${amount.asset}
    and (l.kind in ('wallet', 'in_transit') or l.kind like 'trading:%'))`;
  const figure = { deposits: came, withdrawals: went, netDeposit: sql`(${came} - ${went})`, balance: held }[field];
  const wanted = sql`${amount.minor.toString()}::numeric`;
  return is === 'at_least' ? sql`${figure} >= ${wanted}` : sql`${figure} < ${wanted}`;
}
