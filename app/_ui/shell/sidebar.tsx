'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cn } from '../cn';
import { Tooltip } from '../tooltip';
import { BrandMark, type ShellBrand } from './brand-mark';
import type { NavEntry } from './nav';

type SidebarProps = {
  brand: ShellBrand;
  environment: 'live' | 'sandbox';
  nav: readonly NavEntry[];
  trail: readonly NavEntry[];
  isFolded: boolean;
  label: string;
  footer?: React.ReactNode;
  onNavigate?: () => void;
};

const stay = () => undefined;

const linkStyle =
  'flex h-7 items-center gap-2 rounded-md px-2 font-medium hover:bg-sidebar-accent aria-[current=page]:bg-sidebar-accent aria-[current=page]:text-sidebar-accent-foreground max-md:h-11 [&_svg]:text-subtle aria-[current=page]:[&_svg]:text-primary';

function NavCount({ entry }: { entry: NavEntry }) {
  if (entry.count === undefined || entry.count === 0) return null;
  return (
    <span
      className={cn(
        'ms-auto font-normal text-2xs text-subtle folded:hidden',
        entry.hot && 'font-medium text-destructive',
      )}
    >
      {entry.count.toLocaleString('en')}
    </span>
  );
}

function NavLink({
  entry,
  isCurrent,
  isOpen,
  isFolded,
  onNavigate,
}: {
  entry: NavEntry;
  isCurrent: boolean;
  isOpen: boolean;
  isFolded: boolean;
  onNavigate: () => void;
}) {
  const link = (
    <Link
      href={entry.href}
      onClick={onNavigate}
      aria-current={isCurrent ? 'page' : undefined}
      className={cn(linkStyle, 'relative folded:justify-center')}
    >
      {entry.icon}
      <span className="truncate folded:sr-only">{entry.label}</span>
      {isOpen && entry.children ? null : <NavCount entry={entry} />}
      {entry.hot && entry.count ? (
        <span aria-hidden className="absolute end-2.5 top-1 hidden size-1.5 rounded-full bg-destructive folded:block" />
      ) : null}
    </Link>
  );
  return isFolded ? (
    <Tooltip content={entry.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

export function Sidebar({ brand, environment, nav, trail, isFolded, label, footer, onNavigate = stay }: SidebarProps) {
  const t = useTranslations('common.shell');
  const current = trail.at(-1);
  return (
    <div className="flex h-full flex-col px-2 py-3 text-sidebar-foreground">
      <Link
        href={nav[0]?.href ?? '/'}
        onClick={onNavigate}
        className="mb-3 flex h-9 shrink-0 items-center gap-2 rounded-md px-2 font-semibold text-foreground folded:justify-center"
      >
        <BrandMark brand={brand} />
        <span className="truncate folded:sr-only">{brand.name}</span>
        <span
          className={cn(
            'ms-auto font-normal text-subtle text-xs folded:hidden',
            environment === 'sandbox' && 'text-info',
          )}
        >
          {t(environment)}
        </span>
      </Link>
      <nav aria-label={label} className="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <ul>
          {nav.map((entry) => {
            const isOpen = trail[0] === entry;
            return (
              <li key={entry.href}>
                <NavLink
                  entry={entry}
                  isCurrent={current === entry}
                  isOpen={isOpen}
                  isFolded={isFolded}
                  onNavigate={onNavigate}
                />
                {isOpen && entry.children ? (
                  <ul className="ms-[15px] mb-1 border-s ps-[9px] folded:hidden">
                    {entry.children.map((child) => (
                      <li key={child.href}>
                        <Link
                          href={child.href}
                          onClick={onNavigate}
                          aria-current={current === child ? 'page' : undefined}
                          className={cn(linkStyle, 'font-normal aria-[current=page]:font-medium')}
                        >
                          <span className="truncate">{child.label}</span>
                          <NavCount entry={child} />
                        </Link>
                      </li>
                    ))}
                  </ul>
                ) : null}
              </li>
            );
          })}
        </ul>
      </nav>
      {footer}
    </div>
  );
}
