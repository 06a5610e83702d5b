import { createHash } from 'node:crypto';
import { lossOf } from './retcodes';

/** One object of an answer. Every value is a JSON string; nothing becomes a JavaScript number unless it is small and counts something. */
export type Wire = Readonly<Record<string, unknown>>;

const broken = (text: string) => lossOf({ code: 'protocol', text, sent: true }, true);

export function recordOf(value: unknown, what: string): Wire {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw broken(`${what} is not an object`);
}

export function recordsOf(value: unknown, what: string): Wire[] {
  if (!Array.isArray(value)) throw broken(`${what} is not a list`);
  return value.map((item) => recordOf(item, what));
}

export function textsOf(value: unknown, what: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw broken(`${what} is not a list of texts`);
}

export function text(wire: Wire, field: string): string {
  const value = wire[field];
  if (typeof value === 'string') return value;
  throw broken(`${field} is missing`);
}

/** A decimal as the platform wrote it. */
export function decimalText(wire: Wire, field: string): string {
  const value = text(wire, field);
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return value;
  throw broken(`${field} is no decimal: ${value.slice(0, 40)}`);
}

/** Enumerations, digits, rights: integers far below 2^53. */
export function small(wire: Wire, field: string): number {
  const value = text(wire, field);
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw broken(`${field} is no integer: ${value.slice(0, 40)}`);
}

/** Hash of a record whatever the order of its fields. */
export function fingerprint(wire: Wire): string {
  const sorted = Object.keys(wire)
    .sort()
    .map((name) => [name, wire[name]]);
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
