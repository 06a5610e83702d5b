'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** For behaviour only (docked panel or sheet); what can be said in CSS is said there, so that nothing jumps. */
export function useMedia(query: string, onServer = false): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => onServer,
  );
}
