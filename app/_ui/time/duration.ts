const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'm', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** "3 d 4 h", "1 h 18 m", "42 m", "9 s": two units at most, because nobody plans by the third. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  const index = units.findIndex((unit) => size >= unit.ms);
  const first = units[index === -1 ? units.length - 1 : index];
  if (!first) return '0 s';
  const count = Math.floor(size / first.ms);
  const second = units[index + 1];
  const rest = second && first.name !== 'm' ? Math.floor((size % first.ms) / second.ms) : 0;
  return second && rest > 0 ? `${count} ${first.name} ${rest} ${second.name}` : `${count} ${first.name}`;
}
