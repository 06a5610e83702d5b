'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

export type RefusalFacts = Record<string, string | number>;

/** The sentence for a refusal's reason. A reason without a sentence yet still reads as one, and keeps its code for support. */
export function useRefusalText(): (reason: string, facts?: RefusalFacts) => string {
  const t = useTranslations('refusals');
  return useCallback(
    (reason, facts) => {
      // Reasons are an open set (each module adds its own), so the key is checked at run time.
      const key = reason as Parameters<typeof t>[0];
      return t.has(key) ? t(key, facts) : t('unknown', { reason });
    },
    [t],
  );
}
