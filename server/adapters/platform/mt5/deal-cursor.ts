import { createHash } from 'node:crypto';
import type { DealCursor, PlatformDeal } from '@/server/modules/trading/ports';
import { refusal } from './retcodes';

const HOUR_MS = 3_600_000;

/** Where reading stands, on the server's wall clock, and one digest for each recent hour of what has been handed out. */
export type CursorState = {
  /** Nothing before this is wanted. */
  readonly startMs: number;
  readonly headMs: number;
  readonly headTicket: string;
  /** UTC ms of the next look back. */
  readonly rescanAt: number;
  /** Hour number to a sum over its deals; a sum, so that deals can be added one by one and in any order. */
  readonly hours: Readonly<Record<string, string>>;
};

export const encodeCursor = (state: CursorState): DealCursor =>
  Buffer.from(JSON.stringify([2, state.startMs, state.headMs, state.headTicket, state.rescanAt, state.hours])).toString(
    'base64url',
  );

export function decodeCursor(cursor: DealCursor): CursorState {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value[0] === 2 && value.length === 6) {
      const [, startMs, headMs, headTicket, rescanAt, hours] = value;
      return { startMs, headMs, headTicket, rescanAt, hours };
    }
  } catch {
    // Falls through: only what encodeCursor wrote is a cursor.
  }
  throw refusal('validation', 'not a deal cursor of this adapter');
}

export const hourOf = (deal: PlatformDeal): string => String(Math.floor(Number(deal.rawTimeMs) / HOUR_MS));

export function isAfterHead(deal: PlatformDeal, { headMs, headTicket }: CursorState): boolean {
  const ms = Number(deal.rawTimeMs);
  return ms > headMs || (ms === headMs && BigInt(deal.ticket) > BigInt(headTicket));
}

export function inOrder(a: PlatformDeal, b: PlatformDeal): number {
  const byTime = Number(a.rawTimeMs) - Number(b.rawTimeMs);
  if (byTime !== 0) return byTime;
  return BigInt(a.ticket) < BigInt(b.ticket) ? -1 : 1;
}

const MASK_64 = (1n << 64n) - 1n;

function weightOf({ ticket, version }: PlatformDeal): bigint {
  return createHash('sha256').update(`${ticket}:${version}`).digest().readBigUInt64BE(0);
}

/** Digests with more deals added. */
export function addToHours(
  hours: Readonly<Record<string, string>>,
  deals: readonly PlatformDeal[],
): Record<string, string> {
  const sums = { ...hours };
  for (const deal of deals) {
    const hour = hourOf(deal);
    sums[hour] = ((BigInt(`0x${sums[hour] ?? '0'}`) + weightOf(deal)) & MASK_64).toString(16);
  }
  return sums;
}

export const hoursFrom = (hours: Readonly<Record<string, string>>, fromMs: number): Record<string, string> =>
  Object.fromEntries(Object.entries(hours).filter(([hour]) => Number(hour) * HOUR_MS >= fromMs));

export const hourRange = (hour: string) => ({
  fromRawMs: String(Number(hour) * HOUR_MS),
  toRawMs: String((Number(hour) + 1) * HOUR_MS),
});

export const floorHour = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
