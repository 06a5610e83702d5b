'use client';

import { useNow as useIntlNow } from 'next-intl';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

const NowContext = createContext<{ now: Date; isStill: boolean } | null>(null);

/** One clock for all relative times of a page: it starts with the server's now, so that hydration agrees, then ticks. */
export function NowProvider({ everyMs = 10_000, children }: { everyMs?: number; children: ReactNode }) {
  const now = useIntlNow({ updateInterval: everyMs });
  return <NowContext.Provider value={{ now, isStill: false }}>{children}</NowContext.Provider>;
}

/** A moment that does not pass: for pictures, replays and looking at a past day. */
export function StillNowProvider({ at, children }: { at: string; children: ReactNode }) {
  const value = useMemo(() => ({ now: new Date(at), isStill: true }), [at]);
  return <NowContext.Provider value={value}>{children}</NowContext.Provider>;
}

function useNowContext() {
  const context = useContext(NowContext);
  if (!context) throw new Error('useNow needs a NowProvider (app/_ui/providers.tsx)');
  return context;
}

export function useNow(): Date {
  return useNowContext().now;
}

/** For a clock's own face, where the page's ten seconds are too coarse. */
export function useSecondHand(): Date {
  const { now, isStill } = useNowContext();
  const ticking = useIntlNow({ updateInterval: 1_000 });
  return isStill ? now : ticking;
}
