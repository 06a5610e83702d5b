import type { Id } from '@/server/kernel/ids';
import { addBankAccount, cancelWithdrawal, readWithdrawal, requestWithdrawal } from '@/server/modules/payments';
import { decideApproval } from '@/server/modules/work';
import { type Account, unlessRefused } from '../client';
import { readDeals } from '../deals';
import { ibanOf } from '../ibans';
import { pick } from '../people';
import { hours } from '../world';
import { type Act, atOffice, later, type Scene } from './scene';

export type Wish = {
  readonly from?: Account;
  readonly minor: bigint;
  /** How far the house has come with it; `settled` is the end. */
  readonly until?: 'asked' | 'first_vote' | 'cancelled' | 'rejected' | 'settled';
};

/** A bank account of the client's own name, once; the remainder above his card payments goes there. */
async function ownBank({ client, rng }: Scene): Promise<Id<'instrument'>> {
  const { origin } = client.person;
  const { iban, country } = ibanOf(rng, origin.country);
  const { id } = await addBankAccount(await client.ctx(), { holderName: client.visitor.name, country, iban });
  return id;
}

/** Asks for money and takes it as far as the story goes. Answers the withdrawal, or null when it was refused at once. */
export async function* withdraw(scene: Scene, wish: Wish): Act<Id<'withdrawal'> | null> {
  const { client, stage, rng } = scene;
  await readDeals(stage);
  const payoutInstrumentId = await ownBank(scene);
  const asked = await unlessRefused(
    requestWithdrawal(await client.ctx(), {
      amount: { minor: wish.minor, asset: wish.from?.currency ?? client.currency },
      sourceAccountId: wish.from?.id ?? null,
      payoutInstrumentId,
    }),
  );
  if ('refused' in asked) return null;
  const { id } = asked;
  if (wish.until === 'asked') return id;
  yield later(scene, hours(0.5 + 2 * rng.next()));
  if (wish.until === 'cancelled') {
    await unlessRefused(cancelWithdrawal(await client.ctx(), { id }));
    return id;
  }
  // What shall still wait at the end was looked at outside of office hours.
  yield wish.until === 'first_vote' ? later(scene, hours(3)) : atOffice(scene, 0.5, 6);
  if (wish.until === 'rejected') {
    await vote(scene, id, 'finance', 'reject', 'bank statement asked for twice and not sent');
    return id;
  }
  await vote(scene, id, pick(rng, ['finance', 'deputyFinance']), 'approve');
  if (wish.until === 'first_vote') return id;
  yield atOffice(scene, 0.2, 3);
  await vote(scene, id, 'finance', 'approve');
  await vote(scene, id, 'deputyFinance', 'approve');
  yield later(scene, hours(0.1));
  yield later(scene, hours(0.5));
  await stage.world.tick('payments/sweep.due', stage.firm.tenant.id);
  return id;
}

/** A vote where one is still wanted: small amounts need one, some none. */
async function vote(
  { stage }: Scene,
  id: Id<'withdrawal'>,
  role: 'finance' | 'deputyFinance',
  decision: 'approve' | 'reject',
  comment: string | null = null,
): Promise<void> {
  const colleague = stage.firm.staff[role];
  const { state, approvalId } = await readWithdrawal(await colleague.ctx(), { id });
  if (state !== 'in_review' || !approvalId) return;
  await unlessRefused(decideApproval(await colleague.ctx(true), { approvalId, decision, comment }));
}
