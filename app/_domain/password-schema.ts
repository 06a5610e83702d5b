'use client';

import { useMemo } from 'react';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { Password } from '@/server/modules/identity/contract';

/** The rule of the verb, with its own sentence for passwords that are easy to guess. */
export function usePasswordSchema() {
  const refusal = useRefusalText();
  return useMemo(
    () =>
      z
        .string()
        .min(12)
        .max(200)
        .superRefine((text, context) => {
          const issue = Password.safeParse(text).error?.issues.find(({ code }) => code === 'custom');
          if (issue) context.addIssue({ code: 'custom', message: refusal(issue.message) });
        }),
    [refusal],
  );
}
