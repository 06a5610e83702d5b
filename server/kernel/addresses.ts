import type { Actor, RequestFacts, Tenant } from './context';
import { Refusal } from './errors';

/** A range of addresses as one number with the bits that count; IPv4 lives in ::ffff:0:0/96, where a dual-stack proxy writes it. */
export type AddressRange = { readonly start: bigint; readonly bits: number };

const mapped = 0xffff_0000_0000n;

function numberOfV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function numberOfV6(text: string): bigint | null {
  const at = text.lastIndexOf(':');
  const tail = text.slice(at + 1);
  const v4 = tail.includes('.') ? numberOfV4(tail) : null;
  if (tail.includes('.') && v4 === null) return null;
  const plain =
    v4 === null ? text : `${text.slice(0, at + 1)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function numberOf(text: string): { value: bigint; isV4: boolean } | null {
  const v4 = numberOfV4(text);
  if (v4 !== null) return { value: mapped | v4, isV4: true };
  const v6 = text.includes(':') ? numberOfV6(text) : null;
  return v6 === null ? null : { value: v6, isV4: false };
}

/** `192.0.2.0/24`, `2001:db8::/32` or one address. null when it is none, or when bits beyond the mask are set: a slip of the pen. */
export function rangeOf(text: string): AddressRange | null {
  const [address = '', mask, ...more] = text.trim().split('/');
  const found = numberOf(address);
  if (!found || more.length > 0 || (mask !== undefined && !/^\d{1,3}$/.test(mask))) return null;
  const width = found.isV4 ? 32 : 128;
  const length = mask === undefined ? width : Number(mask);
  if (length > width) return null;
  const bits = length + (128 - width);
  const range = { start: found.value, bits };
  return upTo(range.start, bits) === range.start ? range : null;
}

const upTo = (value: bigint, bits: number): bigint => (value >> BigInt(128 - bits)) << BigInt(128 - bits);

export function isWithin(address: string | undefined, ranges: readonly string[]): boolean {
  const found = address === undefined ? null : numberOf(address);
  if (!found) return false;
  return ranges.some((text) => {
    const range = rangeOf(text);
    return range !== null && upTo(found.value, range.bits) === range.start;
  });
}

export type StaffAddresses = {
  readonly isOn: boolean;
  readonly ranges: readonly string[];
  /** Who gets in from anywhere, so that a wrong list locks nobody out for good. */
  readonly breakGlassUserId: string | null;
};

export function staffAddresses({ settings }: Pick<Tenant, 'settings'>): StaffAddresses {
  const stored = (settings.staffAddresses ?? {}) as Partial<StaffAddresses>; // written by access.address.set alone
  return {
    isOn: stored.isOn === true,
    ranges: stored.ranges ?? [],
    breakGlassUserId: stored.breakGlassUserId ?? null,
  };
}

/** Staff reach the desk, and clients' portals through their eyes, from the tenant's own addresses only, where he has said so. */
export function refuseElsewhere(tenant: Tenant, userId: string | undefined, request: RequestFacts): void {
  const { isOn, ranges, breakGlassUserId } = staffAddresses(tenant);
  if (!isOn || userId === undefined || userId === breakGlassUserId || isWithin(request.ip, ranges)) return;
  throw new Refusal('forbidden', 'address_not_allowed');
}

/** Whose address counts: the member of staff, also behind a client's eyes. */
export const staffBehind = (actor: Actor): string | undefined =>
  actor.impersonator?.userId ?? (actor.kind === 'staff' ? actor.userId : undefined);
