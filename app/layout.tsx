import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AreaMessages } from './_i18n/area';
import { directionOf, languageOf } from './_i18n/locale';
import { BootScript } from './_ui/boot-script';
import { UiProviders } from './_ui/providers';
import './globals.css';

// The nonce of the policy is made per request, so no page may be built ahead of one.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'Brokerage OS', template: '%s · Brokerage OS' },
  robots: { index: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f3f6f7' },
    { media: '(prefers-color-scheme: dark)', color: '#090c0f' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, head] = await Promise.all([getLocale(), headers()]);
  const language = languageOf(locale);
  const dir = directionOf(language);
  return (
    <html lang={language} dir={dir} data-density="default" suppressHydrationWarning>
      <head>
        <BootScript nonce={head.get('x-nonce') ?? undefined} />
      </head>
      <body>
        <AreaMessages areas={[]}>
          <UiProviders dir={dir}>{children}</UiProviders>
        </AreaMessages>
      </body>
    </html>
  );
}
