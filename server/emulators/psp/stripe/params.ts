import { invalid } from './errors';
import type { FormTree, FormValue } from './form';

/** What an endpoint accepts. Everything not named is refused, as the real one does. */
export type Spec =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'metadata'
  | { readonly oneOf: readonly string[] }
  | { readonly list: Spec }
  | { readonly hash: Shape }
  | { readonly either: readonly [Spec, Spec] };
export type Shape = { readonly [name: string]: Spec };

export type Params = { readonly [name: string]: unknown };

/** Parses the tree by the shape into typed values, naming the first offence in Stripe's words. */
export function readParams(tree: FormTree, shape: Shape, required: readonly string[]): Params {
  const values = readHash(tree, shape, '');
  const absent = required.find((name) => values[name] === undefined);
  if (absent) throw invalid(`Missing required param: ${absent}.`, { code: 'parameter_missing', param: absent });
  return values;
}

const nested = (path: string, name: string): string => (path === '' ? name : `${path}[${name}]`);

function readHash(tree: FormTree, shape: Shape, path: string): { [name: string]: unknown } {
  const unknown = Object.keys(tree).filter((name) => !Object.hasOwn(shape, name));
  const [first] = unknown;
  if (first !== undefined) {
    const names = unknown.map((name) => nested(path, name)).join(', ');
    throw invalid(`Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${names}`, {
      code: 'parameter_unknown',
      param: nested(path, first),
    });
  }
  const out: { [name: string]: unknown } = {};
  for (const [name, spec] of Object.entries(shape)) {
    const value = tree[name];
    if (value !== undefined) out[name] = readValue(value, spec, nested(path, name));
  }
  return out;
}

function readValue(value: FormValue, spec: Spec, path: string): unknown {
  if (typeof spec === 'object') {
    if ('oneOf' in spec) return readOneOf(readString(value, path), spec.oneOf, path);
    if ('either' in spec) return readValue(value, typeof value === 'string' ? spec.either[0] : spec.either[1], path);
    if ('list' in spec) {
      if (!Array.isArray(value)) throw invalid(`Invalid array`, { param: path });
      return value.map((item, index) => readValue(item, spec.list, nested(path, String(index))));
    }
    if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object', { param: path });
    return readHash(value, spec.hash, path);
  }
  switch (spec) {
    case 'metadata':
      return readMetadata(value, path);
    case 'integer': {
      const text = readString(value, path);
      if (!/^-?\d{1,15}$/.test(text))
        throw invalid(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: path });
      return Number(text);
    }
    case 'boolean': {
      const text = readString(value, path);
      if (text !== 'true' && text !== 'false') throw invalid(`Invalid boolean: ${text}`, { param: path });
      return text === 'true';
    }
    case 'string':
      return readString(value, path);
  }
}

function readString(value: FormValue, path: string): string {
  if (typeof value !== 'string') throw invalid(`Invalid string: ${JSON.stringify(value)}`, { param: path });
  if (value === '') {
    throw invalid(
      `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param: path },
    );
  }
  return value;
}

function readOneOf(text: string, words: readonly string[], path: string): string {
  if (!words.includes(text)) throw invalid(`Invalid ${path}: must be one of ${words.join(', ')}`, { param: path });
  return text;
}

function readMetadata(value: FormValue, path: string): Record<string, string> {
  if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object', { param: path });
  const entries = Object.entries(value);
  if (entries.length > 50) throw invalid('Metadata can have at most 50 keys', { param: path });
  const out: Record<string, string> = {};
  for (const [key, text] of entries) {
    if (typeof text !== 'string') throw invalid('Metadata values must be strings', { param: nested(path, key) });
    if (key.length > 40) throw invalid('Metadata keys must be at most 40 characters', { param: nested(path, key) });
    if (text.length > 500) {
      throw invalid(`Metadata values must be no longer than 500 characters`, { param: nested(path, key) });
    }
    out[key] = text;
  }
  return out;
}
