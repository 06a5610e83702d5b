'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createClient, createQueryClient, type Place, TRPCProvider } from './client';
import { makeStepUpGate } from './step-up';
import { StepUpDialog } from './step-up-dialog';

/** Wraps the pages of one surface of one tenant; the layout of that segment renders it. */
export function ApiProvider({ tenant, surface, children }: Place & { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [gate] = useState(makeStepUpGate);
  const [client] = useState(() => createClient({ tenant, surface }, gate));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
        <StepUpDialog gate={gate} />
      </TRPCProvider>
    </QueryClientProvider>
  );
}
