/** object type → fields that are personal data. Modules declare them beside their contract. */
const declared = new Map<string, ReadonlySet<string>>();

export function declareSensitiveFields(objectType: string, fields: readonly string[]): void {
  declared.set(objectType, new Set(fields));
}

export const isSensitiveField = (objectType: string, field: string): boolean =>
  declared.get(objectType)?.has(field) ?? false;
