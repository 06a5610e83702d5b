'use client';

import { parseAsInteger, parseAsStringEnum, useQueryStates } from 'nuqs';
import { type Attribution, attributions, type EventKey, periods } from '@/server/modules/reporting/insight-contract';

export type Days = (typeof periods)[number];

/** What the page is asked for stands in the address: a link shows another person the same figures. */
export function useInsight() {
  const [{ days, by }, set] = useQueryStates({
    days: parseAsInteger.withDefault(30),
    by: parseAsStringEnum<Attribution>([...attributions]).withDefault('first'),
  });
  return { days: periods.find((one) => one === days) ?? (30 as const), by, set };
}

type Behind = { days: Days; event: EventKey; by?: Attribution; source?: string; day?: string; asset?: string };

/** Where the rows of a figure are; those of the funnel are of whoever registered in the period. */
export function rowsHref(base: string, { days, event, by, source, day, asset }: Behind): string {
  const asked = new URLSearchParams({ event, days: String(days) });
  if (by) asked.set('by', by);
  if (source !== undefined) asked.set('source', source);
  if (day) asked.set('day', day);
  if (asset) asked.set('asset', asset);
  return `${base}/insight/rows?${asked}`;
}

type Traders = { days?: Days; by?: Attribution; source?: string; month?: string; later?: number };

/** Who traded: in the period, of those a source brought, or of a month's first deposits so many months later. */
export function tradersHref(base: string, asked: Traders): string {
  const known = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${base}/insight/traders?${new URLSearchParams(known)}`;
}
