import { headers } from 'next/headers';
import type { Surface } from '@/server/kernel/context';

/** Where the tenant's pages begin for this visitor: on a brand's own host its name is not in the path. */
export async function siteBase(tenant: string): Promise<string> {
  const path = (await headers()).get('x-pathname') ?? '';
  return path === `/t/${tenant}` || path.startsWith(`/t/${tenant}/`) ? `/t/${tenant}` : '';
}

export const baseOf = async (tenant: string, surface: Surface): Promise<string> =>
  `${await siteBase(tenant)}/${surface}`;

/** The brand a visitor came to: named by the host it owns, else by the link. */
export async function brandOf(asked: string | undefined): Promise<string | undefined> {
  return (await headers()).get('x-brand') ?? asked;
}

/** One value of a query string, whatever a stranger sends. */
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The page somebody wanted before he signed in: one of this surface's own, else its first. */
export function pageWithin(base: string, wanted: string | undefined): string {
  const isPath = wanted !== undefined && wanted.length <= 300 && /^(\/[\w.~-]+)+$/.test(wanted);
  return isPath && wanted.startsWith(`${base}/`) && !wanted.includes('/..') ? wanted : base;
}
