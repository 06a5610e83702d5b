const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'herr', 'frau', 'mme', 'm', 'sir']);

/** Lower case, no accents, no titles, words in order of the alphabet. */
function words(name: string): string[] {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !titles.has(word));
}

/** Jaro-Winkler similarity of two words, 0 to 1 (Winkler 1990; prefix weight 0.1, at most four characters). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Array<boolean>(b.length).fill(false);
  const matched: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j += 1) {
      if (taken[j] || a[i] !== b[j]) continue;
      taken[j] = true;
      matched.push(a[i] ?? '');
      break;
    }
  }
  if (matched.length === 0) return 0;
  const other = [...b].filter((_, j) => taken[j]);
  const moved = matched.filter((letter, i) => letter !== other[i]).length / 2;
  const jaro = (matched.length / a.length + matched.length / b.length + (matched.length - moved) / matched.length) / 3;
  let prefix = 0;
  while (prefix < 4 && a[prefix] !== undefined && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Any two words are about half alike by Jaro-Winkler; below this they are simply different words. */
const unlike = 0.65;
const similarity = (a: string, b: string): number => {
  const score = jaroWinkler(a, b);
  return score < unlike ? 0 : score;
};

/** How likely two names are one person, 0 to 1: each word of the shorter name against its best partner in the longer one. */
export function nameMatch(one: string, other: string): number {
  const [a, b] = [words(one), words(other)].toSorted((x, y) => x.length - y.length);
  if (!a || !b || a.length === 0) return 0;
  const scores = a.map((word) =>
    Math.max(
      ...b.map((candidate) =>
        word.length === 1 ? Number(candidate.startsWith(word)) * 0.85 : similarity(word, candidate),
      ),
    ),
  );
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  // One word alone (a family name) is no identity.
  return a.length === 1 && b.length > 1 ? mean * 0.7 : Math.min(mean, 0.4 + 0.6 * Math.min(...scores));
}
