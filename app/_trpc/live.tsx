'use client';

import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveState } from '@/app/_ui/live-dot';
import type { Place } from './client';
import { type LinkState, LiveLink } from './live-link';
import { type Changes, isTouched } from './live-queries';

type Listener = (changes: Changes) => void;
type Live = {
  readonly state: LiveState;
  readonly since: number | undefined;
  readonly subscribe: (l: Listener) => () => void;
};

const LiveContext = createContext<Live | null>(null);

const gatherMs = 250;
const restMs = 1_500;
const steadyMs = 1_200;
const longestWaitMs = 6_000;
const pollMs = 30_000;
/** So long may a connection be looked for before the page says that it is not live. */
const patienceMs = 15_000;

/** Nothing may move under a pointer that is about to press: rows wait until it rests or has left. */
function useSteadyPointer() {
  const movedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const note = () => {
      movedAt.current = performance.now();
    };
    window.addEventListener('pointermove', note, { passive: true });
    return () => window.removeEventListener('pointermove', note);
  }, []);
  return useRef(() => {
    const isOver = document.querySelector('[data-live-hold]:hover') !== null;
    return !isOver || performance.now() - movedAt.current > steadyMs;
  }).current;
}

/** Collects hints and asks again for what is on screen, gently: together, seldom, never in a hidden tab. */
function useFlush(listeners: Set<Listener>) {
  const queryClient = useQueryClient();
  const isSteady = useSteadyPointer();
  return useMemo(() => {
    let pending = new Map<string, Set<string> | null>();
    let isAll = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let flushedAt = Number.NEGATIVE_INFINITY;
    let since = 0;
    const run = () => {
      timer = undefined;
      if (document.hidden) return;
      if (!isSteady() && performance.now() - since < longestWaitMs) {
        timer = setTimeout(run, steadyMs / 2);
        return;
      }
      const changes = pending;
      const wasAll = isAll;
      pending = new Map();
      isAll = false;
      flushedAt = performance.now();
      void queryClient.invalidateQueries(wasAll ? {} : { predicate: (query) => isTouched(query, changes) });
      for (const listener of listeners) listener(changes);
    };
    const plan = () => {
      if (timer !== undefined || (pending.size === 0 && !isAll)) return;
      since = performance.now();
      timer = setTimeout(run, Math.max(gatherMs, restMs - (performance.now() - flushedAt)));
    };
    return {
      add(topic: string, id: string | null) {
        const ids = pending.get(topic);
        if (id === null) pending.set(topic, null);
        else if (ids !== null) pending.set(topic, (ids ?? new Set()).add(id));
        plan();
      },
      all() {
        isAll = true;
        plan();
      },
      wake: plan,
      stop: () => clearTimeout(timer),
    };
  }, [queryClient, isSteady, listeners]);
}

/** Keeps every query of the pages inside up to date, and knows how the connection stands. */
export function LiveProvider({ tenant, surface, children }: Place & { children: ReactNode }) {
  const [link, setLink] = useState<LinkState>('connecting');
  const [since, setSince] = useState<number>();
  const [isLate, setLate] = useState(false);
  const listeners = useRef(new Set<Listener>()).current;
  const flush = useFlush(listeners);
  useEffect(() => {
    const live = new LiveLink(
      { tenant, surface },
      {
        hints: (hints) => {
          for (const { topic, id } of hints) flush.add(topic, id);
        },
        reset: flush.all,
        state: setLink,
      },
    );
    document.addEventListener('visibilitychange', flush.wake);
    return () => {
      document.removeEventListener('visibilitychange', flush.wake);
      flush.stop();
      live.stop();
    };
  }, [tenant, surface, flush]);
  useEffect(() => {
    if (link === 'on') {
      setLate(false);
      setSince(undefined);
      return;
    }
    const loaded = performance.timeOrigin + performance.now();
    setSince((known) => known ?? loaded);
    const late = setTimeout(() => setLate(true), patienceMs);
    const poll = setInterval(flush.all, pollMs);
    return () => {
      clearTimeout(late);
      clearInterval(poll);
    };
  }, [link, flush]);
  const state: LiveState = link === 'on' ? 'on' : link === 'off' || isLate ? 'off' : 'connecting';
  const value = useMemo<Live>(
    () => ({
      state,
      since,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [state, since, listeners],
  );
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

function useLiveContext(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('live needs a LiveProvider');
  return live;
}

/** How the connection stands, for the dot. */
export function useLiveState(): Pick<Live, 'state' | 'since'> {
  return useLiveContext();
}

/**
 * Queries of modules follow by themselves (live-queries.ts). For anything else: topic → keys to ask again,
 * `useLive({ 'payments.withdrawal': [trpc.reports.payouts.pathKey()] })`.
 */
export function useLive(keysOf: Readonly<Record<string, readonly QueryKey[]>>): void {
  const queryClient = useQueryClient();
  const { subscribe } = useLiveContext();
  const latest = useRef(keysOf);
  latest.current = keysOf;
  useEffect(
    () =>
      subscribe((changes) => {
        for (const topic of changes.keys())
          for (const queryKey of latest.current[topic] ?? []) void queryClient.invalidateQueries({ queryKey });
      }),
    [subscribe, queryClient],
  );
}
