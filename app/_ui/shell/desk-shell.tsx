'use client';

import { Bell, Menu, PanelLeft, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { Breadcrumb, type Crumb } from '../breadcrumb';
import { Button, buttonStyle } from '../button';
import { cn } from '../cn';
import { CommandPalette, type PaletteCommand } from '../command-palette';
import { Kbd } from '../kbd';
import { KeyboardSheet } from '../keys/keyboard-sheet';
import { useKeys } from '../keys/use-keys';
import { LayerRoot } from '../layer';
import { LiveDot, type LiveState } from '../live-dot';
import type { PaletteSearch } from '../palette-search';
import { usePreference } from '../preferences';
import { Sheet, SheetContent } from '../sheet';
import { ThemeToggle } from '../theme-toggle';
import { Clock } from '../time/clock';
import type { ZoneName } from '../time/zones';
import { Toaster } from '../toaster';
import { useMedia } from '../use-media';
import { type Impersonation, ImpersonationBanner, SandboxNote } from './banner';
import type { ShellBrand } from './brand-mark';
import { currentTrail, type NavEntry } from './nav';
import { CrumbProvider, usePageCrumb } from './page-crumb';
import { Sidebar } from './sidebar';
import { UserMenu, type UserMenuProps } from './user-menu';

export type DeskShellProps = UserMenuProps & {
  label: string;
  brand: ShellBrand;
  environment: 'live' | 'sandbox';
  nav: readonly NavEntry[];
  /** What this person may do from anywhere; the menu's entries are added by themselves. */
  commands?: readonly PaletteCommand[] | undefined;
  search?: PaletteSearch | undefined;
  clock?: { zone?: ZoneName; seconds?: boolean };
  messages?: { href: string; label: string; unread: number } | undefined;
  live?: LiveState | undefined;
  /** When the values on screen were last known to be the newest. */
  liveSince?: number | undefined;
  impersonation?: Impersonation | undefined;
  children: ReactNode;
};

function useFolded(): [boolean, () => void] {
  const [choice, setChoice] = usePreference('sidebar');
  const isNarrow = useMedia('(width <= 1360px)');
  const isPhone = useMedia('(width < 768px)');
  const isFolded = !isPhone && (choice === 'folded' || (choice === 'auto' && isNarrow));
  return [isFolded, () => setChoice(isFolded ? 'open' : 'folded')];
}

function TopBar({
  trail,
  clock,
  messages,
  live,
  liveSince,
  prompt,
  onSearch,
  onMenu,
  onFold,
}: Pick<DeskShellProps, 'clock' | 'messages' | 'live' | 'liveSince'> & {
  prompt: string;
  trail: readonly NavEntry[];
  onSearch: () => void;
  onMenu: () => void;
  onFold: () => void;
}) {
  const t = useTranslations('common');
  const crumb = usePageCrumb();
  const crumbs: Crumb[] = [
    // The first page of a group is often named like the group.
    ...trail
      .filter((entry, at) => entry.label !== trail[at + 1]?.label)
      .map((entry) => ({ label: entry.label, href: entry.href })),
    ...(crumb ? [{ label: crumb }] : []),
  ];
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b pe-3 ps-3 md:ps-4">
      <Button variant="ghost" size="icon" className="size-11 md:hidden" aria-label={t('shell.menu')} onClick={onMenu}>
        <Menu size={18} aria-hidden />
      </Button>
      <Button variant="ghost" size="icon-sm" className="max-md:hidden" aria-label={t('keys.sidebar')} onClick={onFold}>
        <PanelLeft size={14} className="rtl:-scale-x-100" aria-hidden />
      </Button>
      <Breadcrumb label={t('shell.path')} crumbs={crumbs} />
      <button
        type="button"
        onClick={onSearch}
        className="ms-auto flex h-8 w-84 min-w-8 items-center gap-2 rounded-md border bg-muted px-2 text-muted-foreground hover:border-border-strong max-sm:size-11 max-sm:justify-center max-sm:border-0 max-sm:bg-transparent"
      >
        <Search size={16} aria-hidden />
        <span className="truncate max-sm:hidden">{prompt}</span>
        <span className="sr-only">{t('palette.title')}</span>
        <Kbd className="ms-auto bg-card">/</Kbd>
      </button>
      {live ? (
        <LiveDot
          state={live}
          since={liveSince}
          className={cn('text-muted-foreground text-xs', live === 'off' ? 'max-sm:hidden' : 'max-lg:hidden')}
        />
      ) : null}
      <span className="max-lg:hidden">
        <Clock {...clock} />
      </span>
      {messages ? (
        <Link
          href={messages.href}
          aria-label={messages.label}
          className={cn(buttonStyle({ variant: 'ghost', size: 'icon-sm' }), 'relative max-sm:size-11')}
        >
          <Bell size={16} aria-hidden />
          {messages.unread > 0 ? (
            <span
              aria-hidden
              className="absolute end-1 top-1 size-1.5 rounded-full bg-primary max-sm:end-3 max-sm:top-3"
            />
          ) : null}
        </Link>
      ) : null}
      <ThemeToggle className="max-sm:size-11" />
    </header>
  );
}

/** The desk: menu at the start, one sheet of paper, everything reachable from the keyboard. */
export function DeskShell(props: DeskShellProps) {
  const { label, brand, environment, nav, commands = [], search, impersonation, children } = props;
  const t = useTranslations('common');
  const router = useRouter();
  const path = usePathname();
  const [isFolded, fold] = useFolded();
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const trail = useMemo(() => currentTrail(nav, path), [nav, path]);
  const places = useMemo(
    () => nav.flatMap((entry) => [entry, ...(entry.children ?? []).filter((child) => child.href !== entry.href)]),
    [nav],
  );
  useKeys('everywhere', [
    { keys: '/', label: t('keys.search'), run: () => setPaletteOpen(true) },
    { keys: 'mod+k', label: t('keys.palette'), run: () => setPaletteOpen(true), always: true },
    { keys: 'mod+b', label: t('keys.sidebar'), run: fold },
    ...places
      .filter((entry) => entry.keys)
      .map((entry) => ({ keys: entry.keys ?? '', label: entry.label, run: () => router.push(entry.href) })),
  ]);
  const all = useMemo<PaletteCommand[]>(
    () => [
      ...commands,
      ...places.map((entry) => ({
        id: entry.href,
        label: entry.label,
        group: 'goTo' as const,
        href: entry.href,
        icon: entry.icon,
        ...(entry.keys ? { keys: entry.keys } : {}),
      })),
    ],
    [commands, places],
  );
  const menu = (folded: boolean, onNavigate?: () => void) => (
    <Sidebar
      brand={brand}
      environment={environment}
      nav={nav}
      trail={trail}
      isFolded={folded}
      label={label}
      {...(onNavigate ? { onNavigate } : {})}
      footer={<UserMenu user={props.user} links={props.links ?? []} onSignOut={props.onSignOut} />}
    />
  );
  return (
    <LayerRoot>
      <CrumbProvider>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-popover focus:px-3 focus:py-2"
        >
          {t('shell.skip')}
        </a>
        {impersonation ? <ImpersonationBanner {...impersonation} /> : null}
        <div className="grid min-h-dvh bg-sidebar md:h-dvh md:grid-cols-[208px_minmax(0,1fr)] folded:grid-cols-[56px_minmax(0,1fr)]!">
          <aside className="min-h-0 max-md:hidden">{menu(isFolded)}</aside>
          <div className="flex min-h-0 min-w-0 flex-col overflow-clip bg-card md:my-2 md:me-2 md:rounded-lg md:border md:shadow-sm">
            <TopBar
              trail={trail}
              clock={props.clock ?? {}}
              messages={props.messages}
              live={props.live}
              liveSince={props.liveSince}
              prompt={t(search ? 'palette.placeholder' : 'palette.goTo')}
              onSearch={() => setPaletteOpen(true)}
              onMenu={() => setMenuOpen(true)}
              onFold={fold}
            />
            {environment === 'sandbox' ? <SandboxNote /> : null}
            <main id="content" className="flex min-h-0 flex-1 flex-col md:overflow-y-auto scroll-thin">
              {children}
            </main>
          </div>
        </div>
        <Sheet open={menuOpen} onOpenChange={setMenuOpen}>
          <SheetContent label={label} side="start" className="bg-sidebar">
            {menu(false, () => setMenuOpen(false))}
          </SheetContent>
        </Sheet>
        <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} commands={all} search={search} />
        <KeyboardSheet />
        <Toaster />
      </CrumbProvider>
    </LayerRoot>
  );
}
