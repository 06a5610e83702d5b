'use client';

import { Lock } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext } from 'react';

const GrantsContext = createContext<readonly string[]>([]);

export function GrantsProvider({ grants, children }: { grants: readonly string[]; children: ReactNode }) {
  return <GrantsContext.Provider value={grants}>{children}</GrantsContext.Provider>;
}

/** Whether a button makes sense for this person; the verb behind it decides anyway. Grants to read cover no command. */
export function useMay(): (verb: string) => boolean {
  const grants = useContext(GrantsContext);
  return useCallback(
    (verb) =>
      grants.some(
        (grant) => grant === '*' || grant === verb || (grant.endsWith('.*') && verb.startsWith(grant.slice(0, -1))),
      ),
    [grants],
  );
}

/** Instead of buttons: who can. */
export function NotYours({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-center gap-2 text-muted-foreground text-xs">
      <Lock size={14} aria-hidden />
      {children}
    </span>
  );
}
