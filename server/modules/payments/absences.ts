import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { lockLeg, updateLeg } from './repository/withdrawals';
import { type LegState, legStates } from './state';

/** After this long no PSP keeps our idempotency key: sending again could pay twice, so a person looks at the PSP's own books. */
const personAfterMs = 20 * 3_600_000;

/**
 * The PSP says that it does not know the leg. Once proves nothing, its books may lag; said again a grace time later it is
 * proof, and the next run sends the leg under the same reference.
 */
export const recordAbsence = command({
  name: 'payments.leg.record_absence',
  actors: ['job'],
  input: z.object({ id: idSchema('leg'), graceMs: z.number().int().min(0) }),
  output: z.object({ state: z.string() }),
  run: async (uow, { id, graceMs }) => {
    const { leg, withdrawal } = found(await lockLeg(uow, id), 'leg_not_found');
    const trace = { object: { type: 'leg', id }, thread: withdrawal.id, client: withdrawal.clientId };
    const isOpen = leg.state === 'sending' || leg.state === 'unknown';
    // A leg that was given an id once is known there, whatever one look-up says.
    if (!isOpen || leg.pspId) {
      uow.audit({ ...trace, facts: { absent: true, ignored: leg.state, pspId: leg.pspId } });
      return { state: leg.state };
    }
    const since = leg.absentAt ?? leg.sentAt;
    const counts = since === null || uow.now.getTime() - since.getTime() >= graceMs;
    const absences = leg.absences + (counts ? 1 : 0);
    const state: LegState = legStates.transitions[leg.state as LegState].lose ?? 'unknown';
    await updateLeg(uow, id, { state, absences, ...(counts ? { absentAt: uow.now } : {}) });
    uow.audit({ ...trace, changes: { state: [leg.state, state], absences: [leg.absences, absences] } });
    if (leg.sentAt && uow.now.getTime() - leg.sentAt.getTime() > personAfterMs)
      await raiseWork(uow, {
        kind: 'payout_unknown',
        object: { type: 'leg', id },
        title: `${withdrawal.number}: nobody knows whether a part of it was paid; ask the PSP`,
        team: 'finance',
        client: withdrawal.clientId,
        priority: 0,
        stake: { minor: leg.amountMinor, asset: leg.asset },
      });
    return { state };
  },
});
