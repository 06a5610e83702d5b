'use client';

import { useNow as useIntlNow } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';

const NowContext = createContext<Date | null>(null);

/** One clock for all relative times of a page: it starts with the server's now, so that hydration agrees, then ticks. */
export function NowProvider({ everyMs = 10_000, children }: { everyMs?: number; children: ReactNode }) {
  const now = useIntlNow({ updateInterval: everyMs });
  return <NowContext.Provider value={now}>{children}</NowContext.Provider>;
}

export function useNow(): Date {
  const now = useContext(NowContext);
  if (!now) throw new Error('useNow needs a NowProvider (app/_ui/providers.tsx)');
  return now;
}
