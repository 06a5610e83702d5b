import { decideHit, expireVerification } from '@/server/modules/onboarding';
import { contestDispute, decideDeposit, listDeposits, listDisputes } from '@/server/modules/payments';
import { listHits } from '@/server/modules/screening';
import { unlessRefused } from '../client';
import type { Scene } from './scene';

/** The word of compliance about every open match of this client. */
export async function settleHits({ client, stage }: Scene, finding: 'true_match' | 'false_positive'): Promise<void> {
  const { mlro } = stage.firm.staff;
  const { rows } = await listHits(await mlro.ctx(), { clientId: client.id });
  for (const hit of rows.filter(({ state }) => state === 'open'))
    await unlessRefused(
      decideHit.orPark(await mlro.ctx(true), {
        id: hit.id,
        finding,
        reason:
          finding === 'true_match'
            ? 'same name, birth year and nationality; passport number on the list'
            : 'other birth year and place, other middle name in the passport',
      }),
    );
}

/** Verification ends: positions may be closed, nothing may be opened. */
export async function expire({ client, stage }: Scene): Promise<void> {
  await expireVerification(await stage.firm.staff.kyc.ctx(true), {
    clientId: client.id,
    cause: 'document_expired',
    reason: 'passport ran out, two reminders without an answer',
  });
}

/** The cashier wants to credit what was held; a second person has not agreed yet. */
export async function proposeCredit({ client, stage }: Scene): Promise<void> {
  const { cashier } = stage.firm.staff;
  const { rows } = await listDeposits(await cashier.ctx(), { clientId: client.id, state: 'in_review' });
  const [held] = rows;
  if (!held) return;
  await unlessRefused(
    decideDeposit.orPark(await cashier.ctx(true), {
      id: held.id,
      decision: 'credit',
      reason: 'card of the spouse, marriage certificate on file',
    }),
  );
}

/** The cashier hands in what is known about the client; the card bank then takes its time. */
export async function contest({ client, stage }: Scene, claim: string): Promise<void> {
  const { cashier } = stage.firm.staff;
  const [row] = (await listDisputes(await cashier.ctx(), { clientId: client.id, reference: claim })).rows;
  if (!row) return;
  await unlessRefused(
    contestDispute(await cashier.ctx(true), {
      id: row.id,
      statement:
        'Identified with passport and a live picture before the payment, paid with 3-D Secure from the device he still uses, moved the money to his trading account the same day and has traded with it since.',
    }),
  );
  await stage.world.settle();
}
