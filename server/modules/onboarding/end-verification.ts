import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { raiseWork } from '@/server/kernel/work';
import { advanceIfPossible, clientStanding, findClient } from '@/server/modules/clients';
import { screeningStanding } from '@/server/modules/screening';
import { openAnswers } from './answers';
import { assess } from './assess';
import { reportExpired } from './move';
import { currentApplication, updateApplication } from './repository/applications';

/** Who was proven is proven again. Says whether there was anything to end; the client is told and can begin at once. */
export async function endVerification(
  uow: Uow,
  id: Id<'client'>,
  cause: 'review_overdue' | 'document_expired',
  reason: string,
): Promise<boolean> {
  const client = found(await findClient(uow, id, { lock: true }), 'client_not_found');
  const row = found(await currentApplication(uow, id, { lock: true }), 'application_not_found');
  const standing = found(await clientStanding(uow, id), 'client_not_found');
  const isExpired = standing.facets.verification === 'approved';
  uow.audit({
    object: { type: 'application', id: row.id },
    client: id,
    thread: row.id,
    facts: { cause, isExpired },
    reason,
  });
  if (!isExpired) return false;
  await assess(uow, {
    application: row,
    answers: await openAnswers(uow, 'application', row.id, row.answers),
    screening: await screeningStanding(uow, row.personId),
    restrictions: [cause],
    keepsRestrictions: true,
    cause: reason,
  });
  await updateApplication(uow, row.id, { renewsAt: null });
  await reportExpired(uow, row, reason);
  await raiseWork(uow, {
    kind: 'verification_expired',
    object: { type: 'client', id },
    title: `${client.number}: verification has expired`,
    team: 'onboarding',
    client: id,
    waitingOn: 'client',
  });
  uow.emit({ name: 'onboarding/renewal.due', data: { applicationId: row.id, clientId: id } });
  return true;
}

/** For upper modules after a change of who he is or where he lives. Who came approved from elsewhere has no application here. */
export async function reopenVerification(uow: Uow, id: Id<'client'>, reason: string): Promise<boolean> {
  if (await currentApplication(uow, id)) return endVerification(uow, id, 'review_overdue', reason);
  return advanceIfPossible(uow, id, 'verification', 'expire', reason);
}
