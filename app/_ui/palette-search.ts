'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

export type PaletteHit = { id: string; kind: string; title: string; note?: string; href: string; icon?: ReactNode };
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<readonly PaletteHit[]>;
type SearchState = 'idle' | 'searching' | 'done' | 'failed';

const pauseMs = 120;
/** Two letters say something, and so does one sign of a script in which a sign is a word. */
export const isTooShort = (text: string): boolean =>
  text.length < 2 && !/[\p{scx=Han}\p{scx=Hira}\p{scx=Hang}]/u.test(text);

/** Asks after a short pause, drops answers to what is no longer typed, and forgets all when the box closes. */
export function usePaletteSearch(search: PaletteSearch | undefined, open: boolean) {
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<readonly PaletteHit[]>([]);
  const [state, setState] = useState<SearchState>('idle');
  const ask = useRef(search);
  ask.current = search;
  useEffect(() => {
    if (open) return;
    setQuery('');
    setHits([]);
    setState('idle');
  }, [open]);
  useEffect(() => {
    const text = query.trim();
    if (isTooShort(text) || !ask.current) {
      setHits([]);
      setState('idle');
      return;
    }
    const abort = new AbortController();
    setState('searching');
    const timer = setTimeout(() => {
      Promise.resolve(ask.current?.(text, abort.signal) ?? []).then(
        (found) => {
          if (abort.signal.aborted) return;
          setHits(found);
          setState('done');
        },
        () => {
          if (!abort.signal.aborted) setState('failed');
        },
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return { query, setQuery, hits, state };
}
