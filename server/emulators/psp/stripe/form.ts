import { invalid } from './errors';

export type FormTree = { [key: string]: FormValue };
export type FormValue = string | FormTree | FormValue[];

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** `a[b][0][c]=1` into a tree; lists are told from hashes by their keys (`[]` or all digits). */
export function parseForm(text: string): FormTree {
  const root: FormTree = {};
  for (const [key, value] of new URLSearchParams(text)) insert(root, pathOf(key), value);
  const out: FormTree = {};
  for (const [key, value] of Object.entries(root)) out[key] = asLists(value);
  return out;
}

function pathOf(key: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key);
  const [, head = '', tail = ''] = match ?? [];
  const path = [head, ...[...tail.matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '')];
  if (!match || path.some((part) => forbidden.has(part))) throw invalid(`Invalid request (bad parameter name: ${key})`);
  return path;
}

function insert(root: FormTree, path: readonly string[], value: string): void {
  let node = root;
  for (const [depth, raw] of path.entries()) {
    const part = raw === '' && depth > 0 ? String(Object.keys(node).length) : raw;
    if (depth === path.length - 1) {
      node[part] = value;
      return;
    }
    const child = node[part];
    if (typeof child === 'object' && !Array.isArray(child)) node = child;
    else {
      const fresh: FormTree = {};
      node[part] = fresh;
      node = fresh;
    }
  }
}

function asLists(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, asLists(child)] as const);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
  }
  return Object.fromEntries(entries);
}
