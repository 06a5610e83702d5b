import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { Outcome } from '../contract';
import { lockNotifications, type NotificationRow, updateNotification } from '../repository';
import { endSubscriptions } from '../repository/push';
import { type StopCause, stopAddress } from './stopping';

const firstPauseMs = 30_000;
const longestPauseMs = 15 * 60_000;
const longestWaitMs = 6 * 3_600_000;

/** Longer after each try, and never given up: a message goes out at the latest when the provider is back. */
export const pauseAfter = (attempts: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(Math.max(attempts - 1, 0), 10));

/** An address that is no good any more; a browser's is forgotten, for nobody could lift it. */
async function stopWay(uow: Uow, row: NotificationRow, what: StopCause, detail: string | null): Promise<void> {
  if (row.channel !== 'push') await stopAddress(uow, row, what, detail);
  else if (row.subscriptionId) await endSubscriptions(uow, { id: row.subscriptionId }, 'gone');
}

async function settleOne(uow: Uow, row: NotificationRow, said: Outcome) {
  const { outcome, what, detail, providerRef, triedAt, retryAt } = said;
  switch (outcome) {
    case 'accepted':
      await updateNotification(uow, row.id, {
        state: 'sent',
        sentAt: uow.now,
        nextAt: null,
        tryingSince: null,
        problem: null,
        providerRef,
      });
      return 'sent';
    case 'refused': {
      const state = what === 'message' || what === null ? 'failed' : 'bounced';
      await updateNotification(uow, row.id, { state, nextAt: null, tryingSince: null, problem: detail });
      if (what === 'address' || what === 'opted_out') await stopWay(uow, row, what, detail);
      return state;
    }
    case 'deferred':
    case 'unknown': {
      const pausedUntil = uow.now.getTime() + pauseAfter(row.attempts);
      // A provider that asks for days is not worth waiting for in silence.
      const asked = Math.min(retryAt?.getTime() ?? 0, uow.now.getTime() + longestWaitMs);
      const nextAt = new Date(Math.max(pausedUntil, asked));
      // Nothing was taken: the next try is a first one. Else the next one asks before it sends.
      const tryingSince = outcome === 'deferred' ? null : (triedAt ?? row.tryingSince);
      await updateNotification(uow, row.id, { nextAt, tryingSince, problem: detail ?? outcome });
      return 'queued';
    }
  }
}

/** What became of each: only what is still queued can be settled, so a late word changes nothing. */
export const recordSending = command({
  name: 'notifications.message.record_sending',
  actors: ['job'],
  input: z.object({ outcomes: z.array(Outcome).min(1).max(200) }),
  output: z.object({ settled: z.number().int() }),
  run: async (uow, { outcomes }) => {
    const byId = new Map(outcomes.map((one) => [one.id, one]));
    const rows = await lockNotifications(uow, [...byId.keys()]);
    if (rows.length === 0) throw new Refusal('not_found', 'message_not_found');
    let settled = 0;
    for (const row of rows) {
      const said = byId.get(row.id);
      if (!said) continue;
      const state = row.state === 'queued' ? await settleOne(uow, row, said) : row.state;
      if (state !== 'queued') settled += 1;
      uow.audit({
        object: { type: 'notification', id: row.id },
        ...(row.clientId ? { client: row.clientId } : {}),
        thread: row.objectId,
        changes: { state: [row.state, state] },
        facts: { outcome: said.outcome, attempt: row.attempts },
      });
    }
    return { settled };
  },
});
