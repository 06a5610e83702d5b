import { and, desc, eq, isNull, or, type SQL } from 'drizzle-orm';
import { instrument } from '@/db/schema/payments';
import type { Read } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import { nameOfClient } from './lists';

async function newest(read: Read, verb: string, where: SQL, limit: number) {
  const reached = waysThroughClients(read, verb, instrument.clientId);
  return read.db
    .select({ row: instrument, clientName: nameOfClient(instrument) })
    .from(instrument)
    .where(and(where, isNull(instrument.closedAt), reached.includes(undefined) ? undefined : or(...reached)))
    .orderBy(desc(instrument.firstSeenAt), desc(instrument.id))
    .limit(limit);
}

export const instrumentsEnding = (read: Read, verb: string, last4: string, limit: number) =>
  newest(read, verb, eq(instrument.last4, last4), limit);

export const instrumentsWith = (read: Read, verb: string, fingerprint: string, limit: number) =>
  newest(read, verb, eq(instrument.fingerprint, fingerprint), limit);
