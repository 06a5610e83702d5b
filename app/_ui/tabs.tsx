'use client';

import Link from 'next/link';
import { Tabs as Primitive } from 'radix-ui';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { cn } from './cn';

const listStyle = 'flex shrink-0 gap-5 overflow-x-auto border-b px-6 [scrollbar-width:none] max-sm:px-4';
const tabStyle =
  '-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 font-medium text-muted-foreground hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground data-[state=active]:border-primary data-[state=active]:text-foreground touch:h-(--hit) outline-offset-[-2px]';

function Count({ children }: { children: ReactNode }) {
  return <span className="font-normal text-2xs text-subtle">{children}</span>;
}

export const Tabs = Primitive.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return <Primitive.List className={cn(listStyle, className)} {...props} />;
}

export function Tab({
  count,
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Trigger> & { count?: ReactNode }) {
  return (
    <Primitive.Trigger className={cn(tabStyle, className)} {...props}>
      {children}
      {count === undefined ? null : <Count>{count}</Count>}
    </Primitive.Trigger>
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn('outline-offset-[-2px]', className)} {...props} />;
}

export type TabLink = { href: string; label: ReactNode; count?: ReactNode; current?: boolean };

/** Tabs that are pages: each has its own address, so they are links in a navigation, not a tab list. */
export function LinkTabs({ label, tabs, className }: { label: string; tabs: readonly TabLink[]; className?: string }) {
  const nav = useRef<HTMLElement>(null);
  const here = tabs.find((tab) => tab.current)?.href;
  // On a phone the row is wider than the screen: the page one is on must not be the one out of sight.
  useEffect(() => {
    const link = here ? nav.current?.querySelector<HTMLElement>('[aria-current=page]') : null;
    if (link && nav.current)
      nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={nav} aria-label={label} className={cn(listStyle, className)}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined} className={tabStyle}>
          {tab.label}
          {tab.count === undefined ? null : <Count>{tab.count}</Count>}
        </Link>
      ))}
    </nav>
  );
}
