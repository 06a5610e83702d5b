import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { reachOf, requireReach } from '@/server/kernel/reach';
import { openText } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { visibleClients } from '@/server/modules/clients';
import { pageOfSuppressed } from '../queries';
import { suppressionById, updateSuppression } from '../repository';
import { LiftSuppression, SuppressionList, SuppressionsInput, SuppressionView } from '../suppression-contract';
import { addressPlace } from './stopping';

/** Addresses nothing is sent to, why, and who has opened one again. */
export const listSuppressions = query({
  name: 'notifications.suppression.list',
  actors: ['staff', 'job'],
  input: SuppressionsInput,
  output: SuppressionList,
  run: async (read, { clientId, reasons, withLifted, ...page }) => {
    const verb = 'notifications.suppression.list';
    if (clientId) await requireReach(read, verb, clientId);
    const filter = { clientId: clientId ?? null, reasons: reasons ?? null, withLifted: withLifted ?? false };
    const list = await pageOfSuppressed(read, page, filter, visibleClients(read, verb));
    const rows = list.rows.map(async ({ row, clientName }) =>
      SuppressionView.parse({ ...row, clientName, address: await openText(read, addressPlace(row.id), row.address) }),
    );
    return { ...list, rows: await Promise.all(rows) };
  },
});

/** Written to again from now on; what was held back meanwhile stays so until somebody sends it anew. */
export const liftSuppression = command({
  name: 'notifications.suppression.lift',
  actors: ['staff'],
  auditRefusal: true,
  input: LiftSuppression,
  output: z.object({}),
  run: async (uow, { id, reason }) => {
    const row = found(await suppressionById(uow, id, { lock: true }), 'suppression_not_found');
    const verb = 'notifications.suppression.lift';
    if (row.clientId) await requireReach(uow, verb, row.clientId);
    else if (reachOf(uow, verb) !== 'all') throw new Refusal('not_found', 'suppression_not_found');
    if (row.liftedAt) throw new Refusal('conflict', 'suppression_already_lifted');
    // The owner of a number has said stop to the provider: only his START opens it there.
    if (row.reason === 'opted_out') throw new Refusal('rejected', 'suppression_is_his_own');
    await updateSuppression(uow, id, { liftedAt: uow.now, liftedBy: uow.actor.name, liftReason: reason });
    uow.audit({
      object: { type: 'suppression', id },
      ...(row.clientId ? { client: row.clientId } : {}),
      changes: { state: ['suppressed', 'lifted'] },
      facts: { channel: row.channel, because: row.reason },
      reason,
    });
    return {};
  },
});
