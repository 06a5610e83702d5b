'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { createClient, createQueryClient, type Place, TRPCProvider } from './client';
import { StepUpGate } from './step-up';

const GateContext = createContext<StepUpGate | null>(null);

/** For the dialog that asks; screens need nothing, their calls wait by themselves. */
export function useStepUpGate(): StepUpGate {
  const gate = useContext(GateContext);
  if (!gate) throw new Error('useStepUpGate needs an ApiProvider');
  return gate;
}

/** Wraps the pages of one surface of one tenant; the layout of that segment renders it. */
export function ApiProvider({ tenant, surface, children }: Place & { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [gate] = useState(() => new StepUpGate());
  const [client] = useState(() => createClient({ tenant, surface }, gate));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <GateContext value={gate}>{children}</GateContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
