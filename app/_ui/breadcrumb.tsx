import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type Crumb = { label: ReactNode; href?: string };

export function Breadcrumb({ label, crumbs }: { label: string; crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-2 whitespace-nowrap text-muted-foreground">
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li
              key={`${crumb.href ?? ''} ${isLast}`}
              className={
                isLast ? 'min-w-0 truncate font-medium text-foreground' : 'flex items-center gap-2 max-sm:hidden'
              }
            >
              {crumb.href && !isLast ? (
                <Link href={crumb.href} className="hover:text-foreground">
                  {crumb.label}
                </Link>
              ) : (
                <span aria-current={isLast ? 'page' : undefined}>{crumb.label}</span>
              )}
              {isLast ? null : <ChevronRight size={12} className="rtl:-scale-x-100" aria-hidden />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
