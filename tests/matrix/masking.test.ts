import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { holds } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';
import { maskerOf, type SensitiveClass, sensitiveClasses } from '@/server/kernel/sensitive';
import { rolePresets } from '@/server/modules/access';
import { allVerbs } from './verbs';

type Def = {
  type: string;
  innerType?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  valueType?: z.ZodType;
  options?: z.ZodType[];
  items?: z.ZodType[];
  out?: z.ZodType;
  entries?: Record<string, unknown>;
  values?: unknown[];
};
const defOf = (schema: z.ZodType): Def => schema.def as unknown as Def; // zod's own introspection

const secretOf = (kind: SensitiveClass) => `Secret-${kind}-0815`;

type Leaf = { value: unknown; path: string; kind: SensitiveClass | null };

/** Every value this schema can take with each sensitive field filled: one per member of a union. */
function fillings(schema: z.ZodType, path: string, depth = 0): { value: unknown; marks: Leaf[] }[] {
  const kind = (schema.meta() as { sensitive?: SensitiveClass } | undefined)?.sensitive;
  if (kind) return [{ value: secretOf(kind), marks: [{ value: secretOf(kind), path, kind }] }];
  const def = defOf(schema);
  if (depth > 14) return [{ value: null, marks: [] }];
  const inner = def.innerType ?? (def.type === 'pipe' ? def.out : undefined);
  if (inner) return fillings(inner, path, depth + 1);
  if (def.type === 'array') return fillings(def.element as z.ZodType, `${path}[]`, depth + 1).map(wrap((one) => [one]));
  if (def.type === 'record')
    return fillings(def.valueType as z.ZodType, `${path}{}`, depth + 1).map(wrap((one) => ({ any: one })));
  if (def.type === 'union')
    return (def.options ?? []).flatMap((option, at) => fillings(option, `${path}|${at}`, depth + 1));
  if (def.type === 'tuple')
    return combine(
      (def.items ?? []).map((item, at) => [String(at), item] as const),
      true,
    );
  if (def.type === 'object') return combine(Object.entries(def.shape ?? {}), false);
  return [{ value: plain(schema, def), marks: [] }];

  function combine(fields: (readonly [string, z.ZodType])[], isTuple: boolean) {
    const parts = fields.map(([name, field]) => [name, fillings(field, `${path}.${name}`, depth + 1)] as const);
    const rounds = Math.max(1, ...parts.map(([, options]) => options.length));
    return Array.from({ length: rounds }, (_, round) => {
      const chosen = parts.map(([name, options]) => [name, options[round % options.length]] as const);
      const named = Object.fromEntries(chosen.map(([name, one]) => [name, one?.value]));
      return {
        value: isTuple ? chosen.map(([, one]) => one?.value) : named,
        marks: chosen.flatMap(([, one]) => one?.marks ?? []),
      };
    });
  }
}

const wrap =
  (shape: (one: unknown) => unknown) =>
  ({ value, marks }: { value: unknown; marks: Leaf[] }) => ({ value: shape(value), marks });

function plain(schema: z.ZodType, def: Def): unknown {
  const candidates = [
    ...Object.values(def.entries ?? {}),
    ...(def.values ?? []),
    'plain',
    1,
    1n,
    true,
    new Date(0),
    null,
    'EUR',
  ];
  return candidates.find((one) => schema.safeParse(one).success) ?? null;
}

const actor = (kind: Actor['kind'], grants: readonly string[], more: Partial<Actor> = {}): Actor => ({
  kind,
  name: kind,
  grants,
  memberships: [],
  ...more,
});
const agent = { userId: 'usr_01h455vb4pex5vsknk084sn02q' as const, name: 'Agent' };

/** Who looks, and with which classes: roles as they come, each class alone, keys of the API, a client, eyes borrowed from one. */
const readers: readonly { name: string; actor: Actor; sees: (kind: SensitiveClass) => boolean }[] = [
  ...rolePresets.map(({ key, grants }) => ({
    name: key,
    actor: actor('staff', grants),
    sees: (kind: SensitiveClass) => grants.includes(`sensitive.${kind}`),
  })),
  ...sensitiveClasses.map((one) => ({
    name: `only ${one}`,
    actor: actor('staff', ['read:*', `sensitive.${one}`]),
    sees: (kind: SensitiveClass) => kind === one,
  })),
  { name: 'key without a class', actor: actor('apiKey', ['read:*', 'clients.*']), sees: () => false },
  ...sensitiveClasses.map((one) => ({
    name: `key with ${one}`,
    actor: actor('apiKey', [`sensitive.${one}`]),
    // Why somebody is restricted never leaves by a key.
    sees: (kind: SensitiveClass) => kind === one && one !== 'restricted_reason',
  })),
  { name: 'client himself', actor: actor('client', []), sees: (kind) => kind !== 'restricted_reason' },
  {
    name: 'support behind his eyes',
    actor: actor('client', ['sensitive.contact', 'sensitive.restricted_reason'], { impersonator: agent }),
    sees: (kind) => kind === 'contact',
  },
  { name: 'stranger', actor: actor('anonymous', []), sees: () => false },
  { name: 'job', actor: actor('job', []), sees: () => true },
];

const text = (value: unknown) => JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? `${one}` : one)) ?? '';

describe('verb x role x field', () => {
  const outputs = allVerbs().flatMap(({ spec }) =>
    fillings(spec.output, '').flatMap((filling) =>
      filling.marks.length > 0 ? [{ verb: spec.name, schema: spec.output, ...filling }] : [],
    ),
  );

  it('there are fields of every class to hide', () => {
    const seen = new Set(outputs.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
    expect([...sensitiveClasses].filter((kind) => !seen.has(kind))).toEqual([]);
    expect(new Set(outputs.map(({ verb }) => verb)).size).toBeGreaterThan(18);
  });

  it.each(readers.map((reader) => [reader.name, reader] as const))(
    '%s sees his classes and nothing else',
    (_n, reader) => {
      const wrong: string[] = [];
      for (const { verb, schema, value, marks } of outputs) {
        const masker = maskerOf(schema);
        const shown = text(masker ? masker(value, reader.actor) : value);
        for (const { path, kind } of marks) {
          if (!kind) continue;
          const isShown = shown.includes(secretOf(kind));
          if (isShown !== reader.sees(kind)) wrong.push(`${verb} ${path}: ${kind} ${isShown ? 'shown' : 'hidden'}`);
        }
      }
      expect([...new Set(wrong)]).toEqual([]);
    },
  );

  it('no preset sees a class by a broad grant', () => {
    for (const { key, grants } of rolePresets)
      for (const kind of sensitiveClasses)
        expect(`${key} ${kind} ${holds(actor('staff', grants), `sensitive.${kind}`)}`).toBe(
          `${key} ${kind} ${grants.includes(`sensitive.${kind}`)}`,
        );
  });
});
