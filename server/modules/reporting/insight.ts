import { z } from 'zod';
import { scopeFor } from '@/server/kernel/access';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { type Money, money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { visibleClients } from '@/server/modules/clients';
import { namesOf } from '@/server/modules/identity';
import {
  Cohorts,
  type EventKey,
  EventPage,
  events,
  Flows,
  Funnel,
  FunnelInput,
  type FunnelRow,
  ListEvents,
  ListTraders,
  Overview,
  Period,
  StaffLoad,
  TraderPage,
} from './insight-contract';
import { mayRead, reachesOf } from './reach';
import * as figures from './repository/insight';
import { pageOfTraders } from './repository/traders';

const dayMs = 86_400_000;
const back = (read: Read, days: number) => new Date(read.now.getTime() - days * dayMs);
/** The period and the one of the same length before it. */
const spans = (read: Read, days: number) => ({
  now: { from: back(read, days), to: new Date(read.now.getTime() + 1) },
  before: { from: back(read, 2 * days), to: back(read, days) },
});
const reaches = (read: Read, ...keys: EventKey[]) => reachesOf(read, keys, (key) => events[key].verb);
const mayCount = (read: Read, ...keys: EventKey[]) => keys.every((key) => mayRead(read, events[key].verb));
const resultVerb = 'risk.result.read';
const workVerb = 'work.item.list';

type Part = { event: EventKey; asset: string | null; minor: string | null };

/** Credited deposits less paid withdrawals, per currency: the one place where net deposit is worked out. */
function netOf(parts: readonly Part[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { event, asset, minor } of parts) {
    if (asset === null || minor === null || (event !== 'deposit' && event !== 'withdrawal')) continue;
    sums.set(asset, (sums.get(asset) ?? 0n) + (event === 'deposit' ? BigInt(minor) : -BigInt(minor)));
  }
  return [...sums].map(([asset, minor]) => money(minor, asset)).sort((a, b) => a.asset.localeCompare(b.asset));
}

export async function overviewOf(read: Read, days: number): Promise<Overview> {
  const { now, before } = spans(read, days);
  const timed = reaches(read, 'decision', 'withdrawal');
  const [rows, times, timesBefore, active] = await Promise.all([
    figures.countEvents(read, reaches(read, 'registered', 'funded', 'deposit', 'withdrawal'), now, before),
    figures.timesOf(read, timed, now),
    figures.timesOf(read, timed, before),
    figures.activeClients(read, visibleClients(read, events.trading.verb), now, before),
  ]);
  const count = (event: EventKey) => {
    const row = rows.find((one) => one.event === event);
    return mayCount(read, event) ? { now: row?.now ?? 0, before: row?.before ?? 0 } : null;
  };
  const time = (list: typeof times, event: EventKey) => {
    const row = list.find((one) => one.event === event);
    return { count: row?.n ?? 0, medianMs: row?.median ?? null, p90Ms: row?.p90 ?? null };
  };
  const took = (event: EventKey) =>
    mayCount(read, event) ? { now: time(times, event), before: time(timesBefore, event) } : null;
  const earlier = rows.map((row) => ({ ...row, minor: row.minor_before }));
  return {
    registered: count('registered'),
    funded: count('funded'),
    active: mayCount(read, 'trading') ? active : null,
    netDeposit: mayCount(read, 'deposit', 'withdrawal') ? { now: netOf(rows), before: netOf(earlier) } : null,
    decision: took('decision'),
    payout: took('withdrawal'),
  };
}

export const readOverview = query({
  name: 'reporting.insight.overview',
  actors: ['staff', 'job'],
  input: Period,
  output: Overview,
  run: (read, { days }) => overviewOf(read, days),
});

export const readFunnel = query({
  name: 'reporting.insight.funnel',
  actors: ['staff', 'job'],
  input: FunnelInput,
  output: Funnel,
  run: async (read, { days, attribution }) => {
    const { now } = spans(read, days);
    const mayResult = mayRead(read, resultVerb);
    const reach = reaches(read, 'registered', 'verified', 'funded', 'trading', 'deposit', 'withdrawal');
    const [rows, results] = await Promise.all([
      figures.funnelEvents(read, reach, now, attribution),
      mayResult ? figures.resultsBySource(read, visibleClients(read, resultVerb), now, attribution) : [],
    ]);
    const mayMoney = mayCount(read, 'deposit', 'withdrawal');
    const lines = [...new Set(rows.map(({ source }) => source))].map((source): FunnelRow => {
      const own = rows.filter((row) => row.source === source);
      const count = (event: EventKey) => own.find((row) => row.event === event)?.n ?? 0;
      return {
        source,
        registered: count('registered'),
        verified: count('verified'),
        funded: count('funded'),
        trading: count('trading'),
        netDeposit: mayMoney ? netOf(own) : null,
        result: mayResult
          ? results.filter((row) => row.source === source).map((row) => money(BigInt(row.minor), row.asset))
          : null,
      };
    });
    return { rows: lines.sort((a, b) => b.registered - a.registered || a.source.localeCompare(b.source)) };
  },
});

export const readFlows = query({
  name: 'reporting.insight.flows',
  actors: ['staff', 'job'],
  input: Period,
  output: Flows,
  run: async (read, { days }) => {
    const { now, before } = spans(read, days);
    const reach = reaches(read, 'deposit', 'withdrawal');
    const [rows, totals] = await Promise.all([
      figures.flowsByDay(read, reach, now),
      figures.countEvents(read, reach, now, before),
    ]);
    const amount = (list: readonly Part[], event: EventKey, asset: string): Money =>
      money(BigInt(list.find((row) => row.event === event && row.asset === asset)?.minor ?? 0), asset);
    const assets = [...new Set(totals.flatMap(({ asset }) => (asset ? [asset] : [])))].sort();
    const earlier = totals.map((row) => ({ ...row, minor: row.minor_before }));
    const flow = (event: EventKey, asset: string) => ({
      now: amount(totals, event, asset),
      before: amount(earlier, event, asset),
    });
    const cells = [...new Set(rows.map((row) => `${row.day} ${row.asset}`))].map((cell) => cell.split(' '));
    return {
      days: cells.flatMap(([day, asset]) => {
        if (!day || !asset) return [];
        const own = rows.filter((row) => row.day === day);
        return [{ day, asset, deposits: amount(own, 'deposit', asset), withdrawals: amount(own, 'withdrawal', asset) }];
      }),
      totals: assets.map((asset) => ({
        asset,
        deposits: flow('deposit', asset),
        withdrawals: flow('withdrawal', asset),
      })),
    };
  },
});

const cohortMonthsBack = 6;

export const readCohorts = query({
  name: 'reporting.insight.cohorts',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: Cohorts,
  run: async (read) => {
    if (!mayCount(read, 'funded')) return { rows: [] };
    const scope = visibleClients(read, events.funded.verb);
    const rows = await figures.cohortMonths(read, scope, back(read, cohortMonthsBack * 30));
    const months = [...new Set(rows.map(({ month }) => month))];
    return {
      rows: months.map((month, index) => ({
        month,
        clients: rows.find((row) => row.month === month && row.later === null)?.n ?? 0,
        active: Array.from(
          { length: months.length - index },
          (_, later) => rows.find((row) => row.month === month && row.later === later)?.n ?? 0,
        ),
      })),
    };
  },
});

/** Everybody's load for whoever sees all of the house's work; for others their own. */
export const readStaffLoad = query({
  name: 'reporting.insight.staff',
  actors: ['staff', 'job'],
  input: Period,
  output: StaffLoad,
  run: async (read, { days }) => {
    const { now, before } = spans(read, days);
    const isAll = scopeFor(read.actor, workVerb) === 'all';
    const own = read.actor.userId ? uuidFromId('user', read.actor.userId) : null;
    const rows = await figures.loadByPerson(read, isAll ? null : own, now, before);
    const names = await namesOf(
      read,
      rows.map(({ id }) => idFromUuid('user', id)),
    );
    return {
      rows: rows.map(({ id, open, overdue, closed, before: earlier }) => {
        const user = idFromUuid('user', id);
        return { id: user, name: names.get(user) ?? '', open, overdue, closed: { now: closed, before: earlier } };
      }),
    };
  },
});

export const listEvents = query({
  name: 'reporting.insight.rows',
  actors: ['staff', 'job'],
  input: ListEvents,
  output: EventPage,
  run: async (read, { event, days, ...input }) => {
    const reach = reaches(read, event);
    const page = await figures.pageOfEvents(read, reach, spans(read, days).now, input);
    return {
      nextCursor: page.nextCursor,
      total: page.total,
      totals: page.totals.flatMap(({ asset, minor }) => (asset && minor ? [money(BigInt(minor), asset)] : [])),
      rows: page.rows.map((row) => ({
        id: `${event}:${row.object_id}`,
        clientId: idFromUuid('client', row.client_id),
        clientNumber: row.number,
        clientName: row.name,
        object: { type: events[event].page, id: idFromUuid(events[event].page, row.object_id) },
        at: new Date(row.at),
        money: row.minor !== null && row.asset ? money(BigInt(row.minor), row.asset) : null,
        tookMs: row.took,
        source: row.source,
      })),
    };
  },
});

export const listTraders = query({
  name: 'reporting.insight.traders',
  actors: ['staff', 'job'],
  input: ListTraders,
  output: TraderPage,
  run: async (read, { days, ...input }) => {
    if (!mayCount(read, 'trading')) return { rows: [], nextCursor: null, total: 0 };
    const page = await pageOfTraders(read, visibleClients(read, events.trading.verb), spans(read, days).now, input);
    const maySum = mayRead(read, resultVerb);
    return {
      nextCursor: page.nextCursor,
      total: page.total,
      rows: page.rows.map((row) => ({
        clientId: idFromUuid('client', row.client_id),
        clientNumber: row.number,
        clientName: row.name,
        source: row.source,
        deals: row.deals,
        results: maySum ? row.results.map(({ asset, minor }) => money(BigInt(minor), asset)) : null,
        at: new Date(row.at),
      })),
    };
  },
});
