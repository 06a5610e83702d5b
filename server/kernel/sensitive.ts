import { z } from 'zod';
import { holds } from './access';
import type { Actor } from './context';

/** Classes of sensitive fields; `sensitive.<class>` is the grant that shows them unmasked. */
export const sensitiveClasses = [
  'contact',
  'identity',
  'document',
  'card',
  'address_of_access',
  'restricted_reason',
] as const;
export type SensitiveClass = (typeof sensitiveClasses)[number];

type Mark = { sensitive: SensitiveClass };

/** Declares a field of an output contract as sensitive: masked for everyone who may not see its class. */
export function sensitive<S extends z.ZodType<string | null> | z.ZodUnknown>(kind: SensitiveClass, schema: S): S {
  return schema.meta({ ...schema.meta(), sensitive: kind }) as S; // meta() answers a copy of its own kind
}

type Masker = (value: unknown, actor: Actor) => unknown;
const maskers = new WeakMap<z.ZodType, Masker | null>();

function maskText(kind: SensitiveClass, text: string): string {
  if (kind === 'restricted_reason') return 'under_review';
  const at = text.indexOf('@');
  if (at > 0) return `${text.slice(0, 1)}•••@•••${text.slice(text.lastIndexOf('.'))}`;
  return text.length <= 4 ? '••••' : `••••${text.slice(-2)}`;
}

/** Also asked where one can search by what is masked, and of fields of the log. */
export const maySee = (actor: Actor, kind: SensitiveClass): boolean =>
  kind === 'restricted_reason'
    ? (actor.kind === 'staff' || actor.kind === 'job') &&
      !actor.impersonator &&
      (actor.kind === 'job' || holds(actor, 'sensitive.restricted_reason'))
    : actor.kind === 'job' || (actor.kind === 'client' && !actor.impersonator) || holds(actor, `sensitive.${kind}`);

/** Of values without a shape (an answer of a form) nothing is shown but that there is one. */
function maskAll(kind: SensitiveClass, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string') return maskText(kind, value);
  if (Array.isArray(value)) return value.map((one) => maskAll(kind, one));
  if (typeof value === 'object' && !(value instanceof Date))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskAll(kind, one)]));
  return '••••';
}

/** The value as this person may see it: for what has no field of its own in a contract. */
export const seenBy = (actor: Actor, kind: SensitiveClass, value: unknown): unknown =>
  maySee(actor, kind) ? value : maskAll(kind, value);

/** The masking of a contract, found once by walking its schema; null when nothing in it is sensitive. */
export function maskerOf(schema: z.ZodType): Masker | null {
  const known = maskers.get(schema);
  if (known !== undefined) return known;
  maskers.set(schema, null); // ends recursion through lazy schemas
  const masker = build(schema);
  maskers.set(schema, masker);
  return masker;
}

function build(schema: z.ZodType): Masker | null {
  const mark = schema.meta() as Partial<Mark> | undefined; // our own metadata, written by sensitive()
  const kind = mark?.sensitive;
  if (kind) return (value, actor) => seenBy(actor, kind, value);
  if (schema instanceof z.ZodObject) return ofObject(schema);
  if (schema instanceof z.ZodArray) return ofArray(maskerOf(schema.element as z.ZodType));
  if (schema instanceof z.ZodRecord) return ofValues(maskerOf(schema.valueType as z.ZodType));
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return maskerOf(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe) return maskerOf(schema.def.out as z.ZodType);
  if (schema instanceof z.ZodTuple) return ofTuple(schema.def.items as z.ZodType[]);
  if (schema instanceof z.ZodUnion) return ofUnion(schema.options as z.ZodType[]);
  return null;
}

function ofObject(schema: z.ZodObject): Masker | null {
  const fields = Object.entries(schema.shape).flatMap(([name, field]) => {
    const masker = maskerOf(field as z.ZodType);
    return masker ? [[name, masker] as const] : [];
  });
  if (fields.length === 0) return null;
  return (value, actor) => {
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = { ...value };
    for (const [name, masker] of fields) if (name in copy) copy[name] = masker(copy[name], actor);
    return copy;
  };
}

const ofArray = (item: Masker | null): Masker | null =>
  item && ((value, actor) => (Array.isArray(value) ? value.map((one) => item(one, actor)) : value));

const ofValues = (item: Masker | null): Masker | null =>
  item &&
  ((value, actor) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, item(one, actor)]))
      : value);

function ofTuple(items: z.ZodType[]): Masker | null {
  const maskers = items.map((item) => maskerOf(item));
  if (maskers.every((masker) => masker === null)) return null;
  return (value, actor) => (Array.isArray(value) ? value.map((one, at) => maskers[at]?.(one, actor) ?? one) : value);
}

/** The first member whose shape fits decides what is masked; where none does, every mark of every member holds. */
function ofUnion(options: z.ZodType[]): Masker | null {
  const members = options.map((option) => ({ option, masker: maskerOf(option) }));
  if (members.every(({ masker }) => masker === null)) return null;
  return (value, actor) => {
    const fit = members.find(({ option }) => option.safeParse(value).success);
    return (fit ? [fit] : members).reduce((seen, { masker }) => (masker ? masker(seen, actor) : seen), value);
  };
}
