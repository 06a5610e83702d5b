import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { type Id, type IdKind, idFromUuid, idPrefixes } from '@/server/kernel/ids';
import type { QuerySpec } from '@/server/kernel/registry';
import { runCommand } from '@/server/kernel/run-command';
import { runQuery } from '@/server/kernel/run-query';
import { type Verb, verbs } from '@/server/kernel/verb';
// One import that loads every module the house serves: a verb that is not reached from here is not served at all.
import '@/server/transports/trpc/root';

/** The product's verbs; those that tests define for themselves are left out. */
export const allVerbs = (): Verb[] =>
  [...verbs().values()]
    .filter(({ spec }) => !spec.name.startsWith('test') && !spec.name.includes('.tests.'))
    .sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1));

type AnyQuery = QuerySpec<z.ZodType, z.ZodType>;

export const call = (verb: Verb, ctx: Ctx, input: unknown): Promise<unknown> =>
  verb.kind === 'command' ? runCommand(verb.spec, ctx, input) : runQuery(verb.spec as AnyQuery, ctx, input); // kind says so

type Def = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string>;
  options?: z.ZodType[];
  values?: unknown[];
  in?: z.ZodType;
};
const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def; // zod's own introspection

export type Sample = { value: unknown; ids: number };
type Ids = Partial<Record<IdKind, string>>;

/** An input that fits the schema, with the given ids wherever an id is asked for. */
export function sample(schema: z.ZodType, ids: Ids): Sample {
  const def = defOf(schema);
  const wrapped = def.innerType ?? (def.type === 'pipe' ? def.in : undefined);
  if (wrapped) return sample(wrapped, ids);
  if (def.type === 'object') {
    const parts = Object.entries(def.shape ?? {}).map(([name, field]) => [name, sample(field, ids)] as const);
    const kept = parts.filter(([, part]) => part.value !== undefined);
    return {
      value: Object.fromEntries(kept.map(([name, part]) => [name, part.value])),
      ids: kept.reduce((sum, [, part]) => sum + part.ids, 0),
    };
  }
  if (def.type === 'array') {
    const one = sample(def.element as z.ZodType, ids);
    return { value: [one.value], ids: one.ids };
  }
  if (def.type === 'union')
    return (
      (def.options ?? []).map((option) => sample(option, ids)).find((one) => one.value !== undefined) ?? {
        value: undefined,
        ids: 0,
      }
    );
  for (const kind of Object.keys(idPrefixes) as IdKind[]) {
    const id = ids[kind];
    if (id && schema.safeParse(id).success && !schema.safeParse('plain words here').success)
      return { value: id, ids: 1 };
  }
  return { value: plain(schema, def), ids: 0 };
}

const texts = [
  'plain words here',
  'word',
  'EUR',
  'CY',
  'a.b@example.test',
  'sample',
  'host.example.test',
  '#0b5fff',
  '123456',
  'payments.deposit.x',
  'https://example.test',
  '12:30',
  'correct horse battery staple',
];

function plain(schema: z.ZodType, def: Def): unknown {
  const candidates: unknown[] = [
    ...(def.type === 'enum' ? Object.values(def.entries ?? {}) : []),
    ...(def.values ?? []),
    ...texts,
    new Date(Date.now() + 3_600_000),
    true,
    1,
    100n,
    {},
    null,
  ];
  return candidates.find((candidate) => schema.safeParse(candidate).success);
}

/** An id of every kind that belongs to nobody. */
export function strangersIds(uuid: () => string): Record<IdKind, string> {
  return Object.fromEntries(
    (Object.keys(idPrefixes) as IdKind[]).map((kind) => [kind, idFromUuid(kind, uuid())]),
  ) as Record<IdKind, Id<IdKind>>; // one per kind
}
