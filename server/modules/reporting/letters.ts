import { holds } from '@/server/kernel/access';
import { type Money, toDecimalString } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { overviewOf } from './insight';
import { type LeakKey, leakOf } from './leak-contract';
import { boardOf } from './leaks';
import type { mailedViews } from './mail-contract';
import { metrics } from './metric-contract';

type View = (typeof mailedViews)[number];
/** Whoever may not open the page is not sent it either. */
export const verbOfView: Readonly<Record<View, string>> = {
  insight: 'reporting.insight.overview',
  leaks: 'reporting.leak.board',
};
export const mayHave = (read: Read, view: View): boolean => holds(read.actor, verbOfView[view]);

const nameOf = (leak: string): string => leakOf(leak as LeakKey).name; // a line of the board
const hourMs = 3_600_000;
const took = (ms: number | null): string =>
  ms === null ? 'none' : ms < 48 * hourMs ? `${(ms / hourMs).toFixed(1)} h` : `${(ms / (24 * hourMs)).toFixed(1)} days`;
const sums = (amounts: readonly Money[]): string =>
  amounts.length === 0 ? 'none' : amounts.map((one) => `${toDecimalString(one)} ${one.asset}`).join(', ');
const line = (name: string, now: string, before: string) => `${name}: ${now} (before: ${before})`;

async function insightLines(read: Read, days: number): Promise<string[]> {
  const { registered, funded, active, netDeposit, decision, payout } = await overviewOf(read, days);
  const counts = [
    [metrics.registered.name, registered],
    [metrics.funded.name, funded],
    [metrics.active_clients.name, active],
  ] as const;
  const times = [
    [metrics.approval_time.name, decision],
    [metrics.payout_time.name, payout],
  ] as const;
  return [
    ...counts.flatMap(([name, of]) => (of ? [line(name, String(of.now), String(of.before))] : [])),
    ...(netDeposit ? [line(metrics.net_deposit.name, sums(netDeposit.now), sums(netDeposit.before))] : []),
    ...times.flatMap(([name, of]) => (of ? [line(name, took(of.now.medianMs), took(of.before.medianMs))] : [])),
  ];
}

async function leakLines(read: Read): Promise<string[]> {
  const { lines } = await boardOf(read);
  const stuck = lines.filter((one) => one.stuck.now > 0).sort((a, b) => b.stuck.now - a.stuck.now);
  return stuck.map(({ leak, stuck: { now, before }, oldestMs, money }) =>
    [
      line(nameOf(leak), `${now} stuck`, String(before)),
      `oldest ${took(oldestMs)}`,
      ...(money.length > 0 ? [sums(money)] : []),
    ].join(', '),
  );
}

/** The figures of a page as lines, as this reader sees them now. No person is named in them. */
export async function linesOf(read: Read, view: View, days: number): Promise<string[]> {
  const lines = view === 'insight' ? await insightLines(read, days) : await leakLines(read);
  return lines.length > 0 ? lines : ['Nothing is stuck.'];
}
