import type { Money } from '@/server/kernel/money';
import type { LeakLine } from '@/server/modules/reporting/contract';
import { type HandOff, handOffs, type LeakKey, leakOf } from '@/server/modules/reporting/leak-contract';

export type Line = LeakLine & { leak: LeakKey };
export const isLine = (line: LeakLine): line is Line => leakOf(line.leak as LeakKey) !== undefined;

function moneyOf(lines: readonly LeakLine[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { asset, minor } of lines.flatMap(({ money }) => money)) sums.set(asset, (sums.get(asset) ?? 0n) + minor);
  return [...sums].map(([asset, minor]) => ({ asset, minor })).sort((a, b) => (a.minor < b.minor ? 1 : -1));
}

const add = (lines: readonly LeakLine[], pick: (line: LeakLine) => number) =>
  lines.reduce((sum, line) => sum + pick(line), 0);

/** One hand-off is the sum of its leaks; hand-offs of which this reader sees nothing are left out. */
export function byHandOff(lines: readonly Line[]) {
  return handOffs.flatMap((handOff: HandOff) => {
    const own = lines.filter((line) => leakOf(line.leak).handOff === handOff);
    const ages = own.flatMap(({ oldestMs }) => (oldestMs === null ? [] : [oldestMs]));
    return own.length === 0
      ? []
      : [
          {
            handOff,
            entered: add(own, ({ came }) => came.now),
            left: add(own, ({ passed }) => passed.now),
            stuck: add(own, ({ stuck }) => stuck.now),
            stuckBefore: add(own, ({ stuck }) => stuck.before),
            oldestMs: ages.length > 0 ? Math.max(...ages) : null,
            money: moneyOf(own),
          },
        ];
  });
}

/** Well over what it was a week ago: a fifth more and at least three; half more and at least five is an alarm. */
export function alarmOf(now: number, before: number): 'warning' | 'destructive' | null {
  if (now >= before * 1.5 && now - before >= 5) return 'destructive';
  return now >= before * 1.2 && now - before >= 3 ? 'warning' : null;
}
