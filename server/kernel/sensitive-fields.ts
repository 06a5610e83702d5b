import type { SensitiveClass } from './sensitive';

/** object type → field that is personal data → its class. Modules declare them beside their contract. */
const declared = new Map<string, ReadonlyMap<string, SensitiveClass>>();

type ByClass = Readonly<Partial<Record<SensitiveClass, readonly string[]>>>;

export function declareSensitiveFields(objectType: string, byClass: ByClass): void {
  const entries = Object.entries(byClass) as [SensitiveClass, readonly string[]][]; // keys as the type says
  declared.set(objectType, new Map(entries.flatMap(([kind, fields]) => fields.map((field) => [field, kind] as const))));
}

/** The class whose grant shows this field of the log; undefined when it is nobody's personal data. */
export const classOfField = (objectType: string, field: string): SensitiveClass | undefined =>
  declared.get(objectType)?.get(field);
