'use client';

import { useEffect, useRef } from 'react';
import { type KeyBinding, type KeyGroup, useKeyRegistry } from './key-registry';

/**
 * Binds keys while the component is mounted; the sheet behind "?" lists them by itself.
 * Only the set of keys re-registers, so `run` may close over the newest state.
 */
export function useKeys(group: KeyGroup, bindings: readonly KeyBinding[], enabled = true): void {
  const registry = useKeyRegistry();
  const refs = useRef(new Map<string, { current: KeyBinding }>());
  for (const binding of bindings) {
    const ref = refs.current.get(binding.keys);
    if (ref) ref.current = binding;
    else refs.current.set(binding.keys, { current: binding });
  }
  const signature = enabled ? bindings.map((binding) => binding.keys).join(',') : '';
  useEffect(() => {
    const removers = signature
      .split(',')
      .map((keys) => refs.current.get(keys))
      .filter((ref) => ref !== undefined)
      .map((binding) => registry.add({ group, binding }));
    return () => {
      for (const remove of removers) remove();
    };
  }, [registry, group, signature]);
}
