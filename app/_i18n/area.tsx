import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { languageOf } from './locale';
import { type Area, messagesOf, pickAreas } from './messages';

/** Sends the words of these areas to the client components inside. A layout wraps its pages with it once. */
export async function AreaMessages({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const language = languageOf(await getLocale());
  return <NextIntlClientProvider messages={pickAreas(messagesOf(language), areas)}>{children}</NextIntlClientProvider>;
}
