/** A verb as the role editor gets it. */
export type VerbInfo = { name: string; kind: 'command' | 'query'; stepUp: boolean };
export type Conflict = { one: string; other: string; why: string };

/** As the kernel decides it: a full name, a prefix, or the queries of either. */
export function coversVerb(grant: string, verb: VerbInfo): boolean {
  if (grant.startsWith('read:')) return verb.kind === 'query' && coversVerb(grant.slice(5), verb);
  return grant === '*' || grant === verb.name || (grant.endsWith('.*') && verb.name.startsWith(grant.slice(0, -1)));
}

/** The wider grant that already gives a verb, if any: its box is ticked and cannot be taken away alone. */
export const widerGrant = (grants: readonly string[], verb: VerbInfo): string | null =>
  grants.find((grant) => grant !== verb.name && coversVerb(grant, verb)) ?? null;

/** Pairs that one person may not hold, of those the role would hold together. */
export function conflictsOf(grants: readonly string[], conflicts: readonly Conflict[]): Conflict[] {
  const holds = (name: string) => grants.some((grant) => coversVerb(grant, { name, kind: 'command', stepUp: false }));
  return conflicts.filter(({ one, other }) => holds(one) && holds(other));
}

export type Group = { module: string; verbs: VerbInfo[] };

export function byModule(verbs: readonly VerbInfo[]): Group[] {
  const groups = new Map<string, VerbInfo[]>();
  for (const verb of verbs) {
    const [module = ''] = verb.name.split('.');
    groups.set(module, [...(groups.get(module) ?? []), verb]);
  }
  return [...groups].map(([module, list]) => ({ module, verbs: list }));
}

/** `payments.withdrawal.approve` → "Withdrawal: approve" under its module. */
export function verbWords(name: string): string {
  const [, object = '', ...rest] = name.split('.');
  const clean = (text: string) => text.replaceAll('_', ' ');
  const noun = clean(object);
  const title = noun.charAt(0).toUpperCase() + noun.slice(1);
  return rest.length > 0 ? `${title}: ${clean(rest.join(' '))}` : title;
}

export type Width = 'none' | 'read' | 'all' | 'chosen';

/** How a module is given as a whole. */
export function widthOf(grants: readonly string[], module: string): Width {
  if (grants.includes('*') || grants.includes(`${module}.*`)) return 'all';
  const inside = grants.filter((grant) => grant.replace(/^read:/, '').startsWith(`${module}.`));
  if (inside.some((grant) => grant !== `read:${module}.*`)) return 'chosen';
  return inside.length > 0 ? 'read' : 'none';
}

/** The grants after a module was given another width; `chosen` keeps what is there to be picked from. */
export function withWidth(grants: readonly string[], module: string, width: Width): string[] {
  const others = grants.filter((grant) => !grant.replace(/^read:/, '').startsWith(`${module}.`));
  if (width === 'all') return [...others, `${module}.*`];
  if (width === 'read') return [...others, `read:${module}.*`];
  if (width === 'none') return others;
  return [
    ...grants.filter((grant) => grant !== `${module}.*`),
    ...(grants.includes(`${module}.*`) ? [`read:${module}.*`] : []),
  ];
}
