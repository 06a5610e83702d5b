'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { type FormTexts, issueText } from './issue-text';

/** A form over a contract: the verb's own zod schema checks in the browser, in the words of the person's language. */
export function useZodForm<S extends z.ZodType<FieldValues, FieldValues>>(
  schema: S,
  options: { defaultValues: DefaultValues<z.input<S>> },
): UseFormReturn<z.input<S>, unknown, z.output<S>> {
  const t = useTranslations('common.form');
  const resolver = useMemo(() => {
    const texts: FormTexts = {
      required: t('required'),
      invalid: t('invalid'),
      email: t('email'),
      url: t('url'),
      tooShort: (min) => t('tooShort', { min }),
      tooLong: (max) => t('tooLong', { max }),
      tooSmall: (min) => t('tooSmall', { min }),
      tooBig: (max) => t('tooBig', { max }),
    };
    return zodResolver(schema, { error: (issue) => issueText(issue as Parameters<typeof issueText>[0], texts) });
  }, [schema, t]);
  return useForm<z.input<S>, unknown, z.output<S>>({
    resolver,
    defaultValues: options.defaultValues,
    mode: 'onTouched',
  });
}
