/** Comma list of names with `*` for anything; an entry that begins with `!` takes away. `real\*,!real\EUR-PRO*` */
export function maskMatcher(mask: string): (name: string) => boolean {
  const entries = mask
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const allowed = entries.filter((entry) => !entry.startsWith('!')).map(pattern);
  const denied = entries.filter((entry) => entry.startsWith('!')).map((entry) => pattern(entry.slice(1)));
  return (name) => allowed.some((test) => test.test(name)) && !denied.some((test) => test.test(name));
}

function pattern(entry: string): RegExp {
  const escaped = entry.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`, 'su');
}
