import { z } from 'zod';
import type { ServerZoneHistory } from '@/server/kernel/server-time';
import { isZone } from '@/server/kernel/time';

const zoneName = z.string().refine(isZone, 'must be an IANA zone');
const serverZone = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('iana'), zone: zoneName }),
  z.object({ kind: z.literal('shifted'), zone: zoneName, plusMinutes: z.int() }),
  z.object({ kind: z.literal('fixed'), offsetMinutes: z.int() }),
]);
const period = z.object({ since: z.coerce.date(), zone: serverZone });

const usualZone: ServerZoneHistory = [
  { since: new Date(0), zone: { kind: 'shifted', zone: 'America/New_York', plusMinutes: 420 } },
];

export const Mt5Config = z
  .object({
    /** The access server, not the trade server. Plain http is for loopback and needs OUTBOUND_ALLOW. */
    endpoint: z.object({
      protocol: z.enum(['https', 'http']).default('https'),
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(443),
    }),
    /** PEM of the authority when the broker signs its own certificate. */
    ca: z.string().optional(),
    serverId: z.string().min(1),
    managerLogin: z.string().regex(/^\d+$/),
    /** The manager's API password, which is neither its main nor its investor password. */
    apiPassword: z.string().min(1),
    agent: z.string().regex(/^\S+$/).default('BrokerageOS'),
    clientVersion: z.int().min(484).default(4755),
    serverTime: z.tuple([period], period).default(usualZone as [z.output<typeof period>]),
    /** Beyond this nothing is ingested: every time on the platform would be wrong. */
    maxClockDriftSeconds: z.int().positive().default(90),
    /** Groups this connection works with. */
    groupMask: z.string().min(1).default('*'),
    /** Home group to its mirror with close-only symbols: MT5 has no close-only right. */
    closeOnlyGroups: z.record(z.string(), z.string()).default({}),
    sessions: z.int().min(1).max(8).default(2),
    connectTimeoutMs: z.int().positive().default(5_000),
    timeoutMs: z.int().positive().default(20_000),
    /** The server cuts at 180 s; we let go well before. */
    idleMs: z.int().positive().max(170_000).default(120_000),
    /** 0: no pings, for a simulation whose time is not ours. The vendor asks for about 20 s. */
    pingMs: z.int().min(0).default(20_000),
    dealWindowHours: z.int().positive().default(168),
    rescanHours: z.int().min(1).max(168).default(48),
    rescanEveryMs: z.int().min(0).default(60_000),
    /** A symbol that ticks whenever a market is open; its age is a health sign. */
    probeSymbol: z.string().default('EURUSD'),
  })
  .refine(({ closeOnlyGroups }) => isOneToOne(closeOnlyGroups), {
    path: ['closeOnlyGroups'],
    message: 'each mirror must belong to one group and be no home group itself',
  });
export type Mt5Config = z.output<typeof Mt5Config>;

function isOneToOne(groups: Readonly<Record<string, string>>): boolean {
  const mirrors = Object.values(groups);
  return new Set(mirrors).size === mirrors.length && mirrors.every((mirror) => !(mirror in groups));
}
