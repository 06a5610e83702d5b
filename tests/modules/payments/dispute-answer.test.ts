import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import type { Id } from '@/server/kernel/ids';
import { isParked } from '@/server/kernel/verb';
import {
  acceptDispute,
  contestDispute,
  listDisputes,
  lookUpDispute,
  type PspPort,
  readDispute,
  recordDispute,
  requestWithdrawal,
  sendAnswer,
} from '@/server/modules/payments';
import { listWork } from '@/server/modules/work';
import { staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { booksOf, eur, type Payer, paidIn, payerIn } from '../../support/payer';
import { agree } from '../../support/votes';

const story = 'The client opened the account himself, signed in from home and traded with the money for two weeks.';

describe('answers to chargebacks', () => {
  let house: Brokerage;
  let cashier: Ctx;
  beforeAll(async () => {
    house = await testBrokerage();
    const grants = ['payments.dispute.list', 'payments.dispute.read', 'payments.dispute.contest'];
    cashier = house.withPorts(await staffCtx(house.tenant, grants));
  });

  const psp = () => house.stripe.as(house.account.id);
  const ask = (pspId: string) => lookUpDispute(house.job, { connectionId: house.connectionId, pspId });
  const kindsOf = async (payer: Payer) =>
    (await listWork(house.administrator, { view: 'all', clientId: payer.id })).rows.map(({ kind }) => kind);

  async function claimed(name: string, minor = 50_000n, spend = 0n) {
    const payer = await payerIn(house, name);
    const charge = await paidIn(house, payer, minor, 3);
    if (spend > 0n) await requestWithdrawal(payer.ctx, { amount: eur(spend) });
    const claim = psp().openDispute(charge, 'fraudulent');
    await ask(claim.id);
    const [row] = (await listDisputes(cashier, { clientId: payer.id })).rows;
    if (!row) throw new Error('no dispute');
    return { payer, claim, id: row.id };
  }

  it('evidence is handed in once, its words decide at the PSP, and the work is done', async () => {
    const { payer, claim, id } = await claimed('Marit');
    expect(await kindsOf(payer)).toContain('chargeback');
    await contestDispute(cashier, { id, statement: story });
    await expect(contestDispute(cashier, { id, statement: story })).rejects.toMatchObject({
      reason: 'dispute_already_answered',
    });
    expect(await readDispute(cashier, { id })).toMatchObject({ answer: 'contested', answerTakenAt: null });
    expect(await sendAnswer(house.job, { disputeId: id })).toEqual({ isTaken: true });
    const told = psp().claim(claim.id);
    expect(told.evidence).toMatchObject({
      uncategorized_text: story,
      customer_name: 'Marit Oosterveld',
      product_description: expect.stringMatching(/reference D-\d+/),
    });
    expect(told.evidence_details.submission_count).toBe(1);
    const after = await readDispute(cashier, { id });
    expect(after).toMatchObject({ state: 'open', statement: story, isHeld: true });
    expect(after.answerTakenAt).toBeInstanceOf(Date);
    expect(await kindsOf(payer)).not.toContain('chargeback');
    // The reply of the first try may have been lost: a second try says nothing again.
    expect(await sendAnswer(house.job, { disputeId: id })).toBeNull();
    expect(psp().claim(claim.id).evidence_details.submission_count).toBe(1);
  });

  it('what was taken while the reply was lost is not said twice', async () => {
    const { claim, id } = await claimed('Anselm');
    await contestDispute(cashier, { id, statement: story });
    psp().submitEvidence(claim.id, story);
    expect(await sendAnswer(house.job, { disputeId: id })).toEqual({ isTaken: true });
    expect(psp().claim(claim.id).evidence_details.submission_count).toBe(1);
  });

  it('giving up needs a second person, loses the money at once, and leaves what the client owes', async () => {
    const { payer, id } = await claimed('Halina', 30_000n, 20_000n);
    const [one, other] = await Promise.all(
      ['Nadia', 'Rhea'].map(async (name) =>
        house.withPorts(await staffCtx(house.tenant, ['payments.*', 'clients.*'], { name })),
      ),
    );
    if (!one || !other) throw new Error('two people were asked for');
    const parked = await acceptDispute.orPark(one, { id, reason: 'he is right' });
    if (!isParked(parked)) throw new Error('one person gave it up');
    await agree(other, { id: parked.parked as Id<'approval'> });
    await sendAnswer(house.job, { disputeId: id });
    const lost = await readDispute(one, { id });
    expect(lost).toMatchObject({ state: 'lost', answer: 'accepted', owed: eur(20_000n) });
    expect(lost.postings.map(({ recipe }) => recipe)).toEqual(['chargeback.opened']);
    expect((await booksOf(house, payer)).accounts.debt).toBe(-20_000n);
    expect(await kindsOf(payer)).toContain('chargeback_debt');
  });

  it('a refusal of the PSP brings the decision back to a person', async () => {
    const { payer, claim, id } = await claimed('Odile');
    await contestDispute(cashier, { id, statement: story });
    const elsewhere = { ...house.job, ports: { ...house.ports, psp: { of: () => refusing(house) } } };
    expect(await sendAnswer(elsewhere, { disputeId: id })).toEqual({ isTaken: false });
    expect(await readDispute(cashier, { id })).toMatchObject({ answer: null, answeredAt: null });
    expect(await kindsOf(payer)).toContain('dispute_answer_refused');
    await contestDispute(cashier, { id, statement: 'winning_evidence, with everything that belongs to it' });
    psp().submitEvidence(claim.id, 'winning_evidence');
    await sendAnswer(house.job, { disputeId: id });
    expect(await readDispute(cashier, { id })).toMatchObject({ state: 'won', isHeld: false });
    expect(await kindsOf(payer)).not.toContain('dispute_answer_refused');
  });

  it('after the deadline there is nobody to tell; evidence given at the site of the PSP counts', async () => {
    const { claim, id } = await claimed('Kees');
    const port = await house.ports.psp.of(house.tenant.id, house.connectionId);
    const said = await port.getDispute(claim.id);
    if (said.found !== 'yes') throw new Error('no claim at the PSP');
    const overdue = { ...said.value, respondBy: new Date(Date.now() - 1_000) };
    await recordDispute(house.job, { connectionId: house.connectionId, dispute: overdue });
    await expect(contestDispute(cashier, { id, statement: story })).rejects.toMatchObject({
      reason: 'dispute_deadline_passed',
    });
    psp().submitEvidence(claim.id, 'sent by hand');
    await ask(claim.id);
    expect(await readDispute(cashier, { id })).toMatchObject({ answer: 'contested', statement: null });
  });

  it('is listed by what is unanswered, by deadline, page by page, with sums', async () => {
    const open = { isUnanswered: true, sort: 'respondBy', direction: 'asc' } as const;
    const { id } = await claimed('Petra');
    const all = await listDisputes(cashier, open);
    expect(all.rows.map((row) => row.id)).toContain(id);
    expect(all.rows.every((row) => row.answer === null && row.state === 'open')).toBe(true);
    expect(all.totals).toEqual([eur(all.rows.reduce((sum, row) => sum + row.amount.minor, 0n))]);
    const walked: string[] = [];
    for (let cursor: string | null = null, first = true; first || cursor; first = false) {
      const page: Awaited<ReturnType<typeof listDisputes>> = await listDisputes(cashier, { ...open, limit: 1, cursor });
      walked.push(...page.rows.map((row) => row.id));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all.rows.map((row) => row.id));
  });

  it('another company, another desk and a role without the grant see nothing and change nothing', async () => {
    const { payer, id } = await claimed('Ruben');
    const stranger = await testBrokerage();
    const own = await staffCtx(house.tenant, ['payments.*'], { scope: 'own' });
    const reader = await staffCtx(house.tenant, ['payments.dispute.read']);
    for (const ctx of [stranger.administrator, own]) {
      await expect(readDispute(ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(contestDispute(ctx, { id, statement: story })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(acceptDispute.orPark(ctx, { id, reason: 'not mine' })).rejects.toMatchObject({ kind: 'not_found' });
      expect((await listDisputes(ctx, {})).rows).toEqual([]);
    }
    await expect(contestDispute(reader, { id, statement: story })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(readDispute(payer.ctx, { id })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await readDispute(cashier, { id })).toMatchObject({ answer: null });
  });
});

/** The real PSP for every question, and no for an answer. */
async function refusing(house: Brokerage): Promise<PspPort> {
  const port = await house.ports.psp.of(house.tenant.id, house.connectionId);
  const problem = { class: 'config', code: 'invalid_request', detail: 'evidence is not accepted' } as const;
  return Object.assign(Object.create(port) as PspPort, {
    contestDispute: async () => ({ outcome: 'not_taken' as const, problem }),
  });
}
