import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { OutboundError } from './outbound';

export type Address = { readonly address: string; readonly family: 4 | 6 };
export type Resolve = (host: string) => Promise<readonly string[]>;

// IANA special-purpose registries (RFC 6890): nothing of these is a vendor on the internet.
const v4: ReadonlyArray<readonly [string, number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
// Inside 2000::/3 these carry or hide a v4 address or are not routed; outside it nothing is public.
const v6: ReadonlyArray<readonly [string, number]> = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, prefix] of v4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of v6) special.addSubnet(net, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return !address.includes('%') && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

/** `host:port,[::1]:port`: the only doors to private addresses, set by who runs the deployment, never by tenant data. */
export function parseAllow(allow: string | undefined): ReadonlySet<string> {
  const entries = (allow ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean);
  for (const entry of entries) {
    if (!/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):\d{1,5}$/.test(entry)) {
      throw new Error(`OUTBOUND_ALLOW: "${entry}" is not host:port`);
    }
  }
  return new Set(entries);
}

const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map((record) => record.address);

/** Resolves once and vets every answer: one private address among them refuses the name (DNS rebinding mixes them). */
export async function resolveVetted(
  host: string,
  port: number,
  allow: ReadonlySet<string>,
  resolve: Resolve = systemResolve,
): Promise<readonly Address[]> {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  const allowed = allow.has(`${isIPv6(bare) ? `[${bare}]` : bare}:${port}`);
  let answers: readonly string[];
  try {
    answers = isIP(bare) ? [bare] : await resolve(bare);
  } catch (error) {
    throw new OutboundError(
      'unreachable',
      false,
      `cannot resolve ${bare}: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (answers.length === 0) throw new OutboundError('unreachable', false, `${bare} has no address`);
  if (!allowed) {
    const refused = answers.find((address) => !isPublicAddress(address));
    if (refused) throw new OutboundError('refused', false, `${bare}:${port} leads to ${refused}, which is not public`);
  }
  const vetted = answers.map((address): Address => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return vetted.sort((a, b) => a.family - b.family);
}
