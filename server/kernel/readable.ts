/** A place in an input that no schema may let through, and the rule it breaks. */
export type Flaw = { readonly field: string; readonly rule: string; readonly message: string };

const depthMax = 40;
const membersMax = 100_000;
/** Members that reach into prototypes where a value is copied member by member. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
// With the u flag a surrogate matches only where its partner is missing.
const loneSurrogate = /\p{Surrogate}/u;

type Place = { readonly value: unknown; readonly path: string; readonly depth: number };

/**
 * What neither PostgreSQL text (NUL), nor canonical JSON (lone surrogates, NaN, foreign classes), nor a stack (depth) can take,
 * whichever field it is in. Schemas say the rest. Walks without recursion: depth is what it guards against.
 */
export function flawOf(raw: unknown): Flaw | null {
  const waiting: Place[] = [{ value: raw, path: '', depth: 0 }];
  let members = 0;
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value, path, depth } = place;
    const message = flawOfValue(value);
    if (message) return { field: path, rule: 'unreadable', message };
    if (typeof value !== 'object' || value === null || isLeaf(value)) continue;
    if (depth >= depthMax) return { field: path, rule: 'too_deep', message: `at most ${depthMax} levels` };
    for (const [name, member] of Object.entries(value)) {
      members += 1;
      if (members > membersMax) return { field: path, rule: 'too_big', message: `at most ${membersMax} members` };
      const flaw = reserved.has(name) ? 'is reserved' : flawOfText(name);
      if (flaw) return { field: path, rule: 'unreadable', message: `a name: ${flaw}` };
      waiting.push({ value: member, path: path ? `${path}.${name}` : name, depth: depth + 1 });
    }
  }
  return null;
}

const isLeaf = (value: object): boolean => value instanceof Date || value instanceof Uint8Array;

function flawOfText(text: string): string | null {
  if (text.includes('\u0000')) return 'must not contain the null character';
  return loneSurrogate.test(text) ? 'must not contain half a character' : null;
}

function flawOfValue(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return flawOfText(value);
    case 'number':
      return Number.isFinite(value) ? null : 'must be a finite number';
    case 'symbol':
      return 'must be plain data';
    case 'object':
      if (value instanceof Date) return hasFourDigitYear(value) ? null : 'must be an instant of the years 1 to 9999';
      return value === null || isPlain(value) ? null : 'must be plain data';
    default:
      return null;
  }
}

/** ISO texts of other years begin with a sign, which PostgreSQL does not read. */
function hasFourDigitYear(instant: Date): boolean {
  const year = instant.getUTCFullYear(); // NaN of an invalid date
  return year >= 1 && year <= 9_999;
}

/** An array, bytes, or a record of any realm. */
function isPlain(value: object): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
