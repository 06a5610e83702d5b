import type { ReactNode } from 'react';

export type NavEntry = {
  href: string;
  label: string;
  icon?: ReactNode;
  count?: number | undefined;
  /** The count is of things that hurt: over limit, over time. */
  hot?: boolean;
  /** Two letters one after the other: "g w". */
  keys?: string;
  children?: readonly NavEntry[];
};

function covers(href: string, path: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

/** The way from the top of the menu to where we are: the longest address that covers the path, with its parent. */
export function currentTrail(entries: readonly NavEntry[], path: string): NavEntry[] {
  const trails = entries.flatMap((entry) => [[entry], ...(entry.children ?? []).map((child) => [entry, child])]);
  const matching = trails.filter((trail) => covers(trail.at(-1)?.href ?? '', path));
  return (
    matching
      .sort((a, b) => (a.at(-1)?.href.length ?? 0) - (b.at(-1)?.href.length ?? 0) || a.length - b.length)
      .at(-1) ?? []
  );
}
