'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { matchesPress, parseKeys } from './key-match';

export type KeyGroup = 'everywhere' | 'table' | 'drawer';
export type KeyBinding = {
  keys: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Works while a field is being typed in or a dialog is open (the palette, Escape). */
  always?: boolean;
};
export type Registered = { group: KeyGroup; binding: { current: KeyBinding } };
export type KeyRegistry = { add: (entry: Registered) => () => void; list: () => Registered[] };

const RegistryContext = createContext<KeyRegistry | null>(null);
const sequenceMs = 1_000;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="menu"],[role="listbox"],[role="combobox"]') !== null
  );
}

function isCovered(): boolean {
  return (
    document.querySelector(
      '[role="dialog"][data-state="open"]:not([data-keys="through"]),[role="alertdialog"][data-state="open"]',
    ) !== null
  );
}

/** Enter on a button or link belongs to that control. */
function isOnControl(event: KeyboardEvent): boolean {
  return (
    (event.key === 'Enter' || event.key === ' ') &&
    event.target instanceof HTMLElement &&
    event.target.closest('a,button,summary,[role="button"]') !== null
  );
}

export function KeyProvider({ children }: { children: ReactNode }) {
  const entries = useRef<Registered[]>([]);
  const registry = useMemo<KeyRegistry>(
    () => ({
      add: (entry) => {
        entries.current = [...entries.current, entry];
        return () => {
          entries.current = entries.current.filter((other) => other !== entry);
        };
      },
      list: () => entries.current,
    }),
    [],
  );
  useEffect(() => {
    let pending: KeyboardEvent[] = [];
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key))
        return;
      const quiet = isTyping(event.target) || isCovered() || isOnControl(event);
      pending = [...pending.filter((old) => event.timeStamp - old.timeStamp < sequenceMs), event].slice(-2);
      // The latest registered wins: a drawer's letters stand before those of the table under it.
      const hit = entries.current.toReversed().find(({ binding }) => {
        if (quiet && !binding.current.always) return false;
        const presses = parseKeys(binding.current.keys);
        const typed = pending.slice(-presses.length);
        return typed.length === presses.length && presses.every((press, i) => matchesPress(press, typed[i] ?? event));
      });
      if (!hit) return;
      pending = [];
      event.preventDefault();
      hit.binding.current.run(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

export function useKeyRegistry(): KeyRegistry {
  const registry = useContext(RegistryContext);
  if (!registry) throw new Error('keys need a KeyProvider (app/_ui/providers.tsx)');
  return registry;
}
