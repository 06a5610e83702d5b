import type { Surface } from '@/server/kernel/context';
import { one } from './base';

/** Pages that links in mails lead to. */
export type TokenPage = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Whose door to show; the token itself decides what it is good for. */
export function linkSurface(query: Record<string, string | string[] | undefined>): Surface {
  const asked = one(query.surface);
  return asked === 'desk' || asked === 'partner' ? asked : 'portal';
}
