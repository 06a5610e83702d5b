'use client';

import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import './zod-without-eval';
import { DirectionProvider } from './direction';
import { KeyProvider } from './keys/key-registry';
import { NowProvider } from './time/now';
import { TooltipProvider } from './tooltip';

/** What every component of the kit may count on. Mounted once, in the root layout. */
export function UiProviders({ dir, children }: { dir: 'ltr' | 'rtl'; children: ReactNode }) {
  return (
    <DirectionProvider dir={dir}>
      <NuqsAdapter>
        <NowProvider>
          <KeyProvider>
            <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
          </KeyProvider>
        </NowProvider>
      </NuqsAdapter>
    </DirectionProvider>
  );
}
