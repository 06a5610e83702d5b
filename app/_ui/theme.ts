'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { applyPreference, usePreference } from './preferences';

const query = '(prefers-color-scheme: dark)';

function subscribe(notify: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', notify);
  return () => list.removeEventListener('change', notify);
}

export function useTheme() {
  const [theme, setTheme] = usePreference('theme');
  const isSystemDark = useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
  const resolved: 'light' | 'dark' = theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme;
  // The boot script set the class once; this follows the device and other tabs from then on.
  useEffect(() => applyPreference('theme', theme === 'system' ? resolved : theme), [theme, resolved]);
  return { theme, resolved, setTheme, toggle: () => setTheme(resolved === 'dark' ? 'light' : 'dark') };
}
