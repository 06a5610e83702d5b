export type DurationUnit = 'd' | 'h' | 'm' | 's';
export type UnitWords = Record<DurationUnit, string>;

const english: UnitWords = { d: 'd', h: 'h', m: 'm', s: 's' };
const units: ReadonlyArray<{ name: DurationUnit; ms: number }> = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
];

/** "3 d 4 h", "1 h 18 m", "42 m", "9 s": two units at most, because nobody plans by the third. */
export function formatDuration(ms: number, words: UnitWords = english): string {
  const size = Math.abs(ms);
  const index = units.findIndex((unit) => size >= unit.ms);
  const first = units[index];
  if (!first) return `0\u00a0${words.s}`;
  const count = Math.floor(size / first.ms);
  const second = units[index + 1];
  const rest = second && first.name !== 'm' ? Math.floor((size % first.ms) / second.ms) : 0;
  const head = `${count}\u00a0${words[first.name]}`;
  return second && rest > 0 ? `${head} ${rest}\u00a0${words[second.name]}` : head;
}
