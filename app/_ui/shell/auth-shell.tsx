'use client';

import type { CSSProperties, ReactNode } from 'react';
import { LayerRoot } from '../layer';
import { ThemeToggle } from '../theme-toggle';
import { Toaster } from '../toaster';
import { BrandMark, type ShellBrand } from './brand-mark';
import { LanguageSwitch } from './language-switch';

type AuthShellProps = {
  brand: ShellBrand;
  brandStyle?: CSSProperties | undefined;
  title: ReactNode;
  lead?: ReactNode;
  below?: ReactNode;
  legal?: ReactNode;
  wide?: boolean | undefined;
  languages?: boolean | undefined;
  children: ReactNode;
};

/** One card in the middle: whose door it is, what is asked, and nothing beside it. */
export function AuthShell({
  brand,
  brandStyle,
  title,
  lead,
  below,
  legal,
  wide,
  languages = true,
  children,
}: AuthShellProps) {
  return (
    <div
      data-density="touch"
      {...(brandStyle ? { 'data-brand': '', style: brandStyle } : {})}
      className="flex min-h-dvh flex-col bg-background"
    >
      <LayerRoot>
        <header className="flex h-14 items-center justify-end px-2">
          {languages ? <LanguageSwitch /> : null}
          <ThemeToggle iconSize={20} />
        </header>
        <main className="flex flex-1 flex-col items-center px-4 pb-10 sm:justify-center">
          <div className={wide ? 'w-full max-w-150' : 'w-full max-w-105'}>
            <div className="mb-6 flex items-center justify-center gap-2 font-semibold text-lg">
              <BrandMark brand={brand} large />
              {brand.name}
            </div>
            <div className="rounded-xl border bg-card p-5 shadow-sm sm:p-8">
              <h1 className="text-xl tracking-[-0.016em]">{title}</h1>
              {lead ? <p className="mt-1 text-muted-foreground">{lead}</p> : null}
              <div className="mt-6">{children}</div>
            </div>
            {below ? (
              <p className="mt-4 text-center text-muted-foreground text-sm [&_a]:font-medium [&_a]:text-primary">
                {below}
              </p>
            ) : null}
          </div>
        </main>
        {legal ? <footer className="px-4 pb-6 text-center text-subtle text-xs">{legal}</footer> : null}
        <Toaster />
      </LayerRoot>
    </div>
  );
}
