'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

type CrumbSlot = { label: string | null; set: (label: string | null) => void };
const CrumbContext = createContext<CrumbSlot>({ label: null, set: () => undefined });

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [label, set] = useState<string | null>(null);
  const slot = useMemo(() => ({ label, set }), [label]);
  return <CrumbContext.Provider value={slot}>{children}</CrumbContext.Provider>;
}

export function usePageCrumb(): string | null {
  return useContext(CrumbContext).label;
}

/** Names the object of a page ("Marit Oosterveld") as the last step of the top bar's path. */
export function PageCrumb({ label }: { label: string }) {
  const { set } = useContext(CrumbContext);
  useEffect(() => {
    set(label);
    return () => set(null);
  }, [set, label]);
  return null;
}
