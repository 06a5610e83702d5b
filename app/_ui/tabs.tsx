'use client';

import Link from 'next/link';
import { Tabs as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

const listStyle = 'flex gap-5 overflow-x-auto border-b px-6 [scrollbar-width:none] max-sm:px-4';
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
  return (
    <nav aria-label={label} className={cn(listStyle, className)}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={tab.current ? 'page' : undefined} className={tabStyle}>
          {tab.label}
          {tab.count === undefined ? null : <Count>{tab.count}</Count>}
        </Link>
      ))}
    </nav>
  );
}
