'use client';

import { Bell, User } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';
import { buttonStyle } from '../button';
import { cn } from '../cn';
import { LayerRoot } from '../layer';
import { LiveDot, type LiveState } from '../live-dot';
import { ThemeToggle } from '../theme-toggle';
import { Toaster } from '../toaster';
import { type Impersonation, ImpersonationBanner } from './banner';
import { BrandMark, type ShellBrand } from './brand-mark';
import { LanguageSwitch } from './language-switch';
import { currentTrail, type NavEntry } from './nav';

export type PortalShellProps = {
  label: string;
  brand: ShellBrand;
  /** From brandStyle(); undefined is the house accent. */
  brandStyle?: CSSProperties | undefined;
  /** Five at most: on a phone they are the bar under the thumb. */
  nav: readonly NavEntry[];
  messages?: { href: string; label: string; unread: number } | undefined;
  profile: { href: string; label: string };
  live?: LiveState | undefined;
  /** When the values on screen were last known to be the newest. */
  liveSince?: number | undefined;
  legal?: ReactNode;
  impersonation?: Impersonation | undefined;
  children: ReactNode;
};

const iconStyle = cn(buttonStyle({ variant: 'ghost', size: 'icon' }), 'relative');

/** The portal: a phone first, everything a thumb can hit, the tenant's accent and nothing else of theirs. */
export function PortalShell({
  label,
  brand,
  brandStyle,
  nav,
  messages,
  profile,
  live,
  liveSince,
  legal,
  impersonation,
  children,
}: PortalShellProps) {
  const t = useTranslations('common.shell');
  const path = usePathname();
  const isProfile = path.startsWith(profile.href);
  const [current] = isProfile ? [] : currentTrail(nav, path);
  return (
    <div
      data-density="touch"
      {...(brandStyle ? { 'data-brand': '', style: brandStyle } : {})}
      className="flex min-h-dvh flex-col bg-background"
    >
      <LayerRoot>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-popover focus:px-3 focus:py-2"
        >
          {t('skip')}
        </a>
        {impersonation ? <ImpersonationBanner {...impersonation} /> : null}
        <header className="flex h-14 items-center gap-1 ps-5 pe-2 min-[960px]:h-16 min-[960px]:gap-2 min-[960px]:border-b min-[960px]:bg-card min-[960px]:px-8">
          <Link
            href={nav[0]?.href ?? '/'}
            className="me-auto flex h-11 min-w-0 items-center gap-2 font-semibold tracking-[-0.01em] min-[960px]:me-8"
          >
            <BrandMark brand={brand} large />
            <span className="truncate">{brand.name}</span>
          </Link>
          <nav aria-label={label} className="me-auto flex gap-1 max-[959px]:hidden">
            {nav.map((entry) => (
              <Link
                key={entry.href}
                href={entry.href}
                aria-current={entry === current ? 'page' : undefined}
                className="flex h-11 items-center rounded-lg px-3 font-medium text-muted-foreground hover:text-foreground aria-[current=page]:bg-muted aria-[current=page]:text-foreground"
              >
                {entry.label}
              </Link>
            ))}
          </nav>
          {live ? (
            <LiveDot
              state={live}
              since={liveSince}
              wordsClassName="max-[959px]:sr-only"
              className={cn('mx-2 text-muted-foreground text-xs', live === 'off' && 'max-[959px]:hidden')}
            />
          ) : null}
          <LanguageSwitch />
          <ThemeToggle iconSize={20} />
          {messages ? (
            <Link href={messages.href} className={iconStyle} aria-label={messages.label}>
              <Bell size={20} aria-hidden />
              {messages.unread > 0 ? (
                <span aria-hidden className="absolute end-2.5 top-2.5 size-1.5 rounded-full bg-primary" />
              ) : null}
            </Link>
          ) : null}
          <Link
            href={profile.href}
            className={cn(iconStyle, isProfile && 'bg-muted text-foreground')}
            aria-label={profile.label}
            aria-current={isProfile ? 'page' : undefined}
          >
            <User size={20} aria-hidden />
          </Link>
        </header>
        {live === 'off' ? (
          <LiveDot
            state={live}
            since={liveSince}
            className="px-5 pb-2 text-muted-foreground text-xs min-[960px]:hidden"
          />
        ) : null}
        <main
          id="content"
          className="mx-auto w-full max-w-278 flex-1 px-4 pt-2 pb-6 min-[960px]:pt-10 min-[960px]:pb-12"
        >
          {children}
          {legal ? (
            <p className="mt-6 max-w-190 px-1 text-subtle text-xs leading-[18px] min-[960px]:px-0">{legal}</p>
          ) : null}
        </main>
        <nav
          aria-label={label}
          className="sticky bottom-0 z-30 grid h-16 auto-cols-fr grid-flow-col border-t bg-card px-1 pt-1 pb-[max(8px,env(safe-area-inset-bottom))] min-[960px]:hidden"
        >
          {nav.map((entry) => (
            <Link
              key={entry.href}
              href={entry.href}
              aria-current={entry === current ? 'page' : undefined}
              className="flex flex-col items-center justify-center gap-0.5 rounded-lg font-medium text-2xs text-muted-foreground aria-[current=page]:text-primary [&_svg]:size-5"
            >
              {entry.icon}
              {entry.label}
            </Link>
          ))}
        </nav>
        <Toaster />
      </LayerRoot>
    </div>
  );
}
