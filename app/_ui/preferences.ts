'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** What a person chose in this browser. Also read by boot-script.tsx before the first paint. */
type Preferences = {
  theme: 'light' | 'dark' | 'system';
  density: 'default' | 'compact';
  sidebar: 'auto' | 'open' | 'folded';
};
const defaults: Preferences = { theme: 'system', density: 'default', sidebar: 'auto' };
const changed = new EventTarget();

function subscribe(notify: () => void): () => void {
  changed.addEventListener('change', notify);
  window.addEventListener('storage', notify);
  return () => {
    changed.removeEventListener('change', notify);
    window.removeEventListener('storage', notify);
  };
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // Storage can be forbidden; the default is then the choice.
  }
}

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Same: the choice then lasts as long as the page.
  }
  applyPreference(name, value);
  changed.dispatchEvent(new Event('change'));
}

export function applyPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  const root = document.documentElement;
  if (name === 'theme') {
    const isDark = value === 'dark' || (value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.classList.toggle('dark', isDark);
  }
  if (name === 'density') root.dataset.density = value;
  if (name === 'sidebar') root.dataset.sidebar = value;
}

export function usePreference<K extends keyof Preferences>(name: K): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => (read(name) as Preferences[K] | null) ?? defaults[name],
    () => defaults[name],
  );
  const set = useCallback((next: Preferences[K]) => setPreference(name, next), [name]);
  return [value, set];
}
