import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { declareSensitiveFields } from '@/server/kernel/sensitive-fields';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { payeeFor } from './client-facts';
import { AddBankAccount, InstrumentView, VerifyInstrument } from './contract';
import { isIban } from './iban';
import { nameMatch } from './name-match';
import type { Beneficiary, Instrument } from './ports';
import {
  type InstrumentRow,
  instrumentById,
  instrumentsOf,
  othersWith,
  rememberInstrument,
  updateInstrument,
} from './repository/withdrawals';

declareSensitiveFields('instrument', { identity: ['holderName'], card: ['details'] });

/** Above this a holder's name is the client's own; below the lower mark it is somebody else's; between, a person looks. */
const nameMarks = { own: 0.9, other: 0.6 };

export function ownershipOf(
  holder: string | null,
  legalName: string,
): { ownership: InstrumentRow['ownership']; why: string } {
  if (!holder) return { ownership: 'unverified', why: 'no holder name given' };
  const score = nameMatch(holder, legalName);
  const why = `name match ${score.toFixed(2)}`;
  if (score >= nameMarks.own) return { ownership: 'own_name', why };
  return { ownership: score < nameMarks.other ? 'third_party' : 'unverified', why };
}

/** The instrument a charge came from, as the PSP describes it. */
export async function rememberFromCharge(
  uow: Uow,
  clientId: Id<'client'>,
  connectionId: Id<'connection'>,
  seen: Instrument,
): Promise<InstrumentRow> {
  const payee = await payeeFor(uow, clientId);
  // Cards often come without a name; an unknown name is no third party.
  const { ownership, why } = seen.holderName
    ? ownershipOf(seen.holderName, payee.legalName)
    : { ownership: 'unverified', why: 'the PSP gave no holder name' };
  return rememberInstrument(uow, {
    id: uow.id('instrument'),
    clientId,
    kind: seen.kind,
    connectionId,
    fingerprint: seen.fingerprint,
    brand: seen.brand,
    last4: seen.last4,
    funding: seen.funding,
    country: seen.country,
    holderName: seen.holderName,
    ownership,
    ownershipWhy: why,
    firstSeenAt: uow.now,
  });
}

export const addBankAccount = command({
  name: 'payments.instrument.add_bank',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: AddBankAccount.extend({ clientId: idSchema('client').nullish() }),
  output: z.object({ id: idSchema('instrument'), ownership: z.string() }),
  run: async (uow, input) => {
    const payee = await payeeFor(uow, input.clientId ?? undefined);
    if (!isIban(input.iban)) throw new Refusal('invalid', 'iban_check_digits', { field: 'iban' });
    const fingerprint = await uow.ctx.keys.pepper('instrument', input.iban);
    const { ownership, why } = ownershipOf(input.holderName, payee.legalName);
    if (ownership === 'third_party')
      throw new Refusal('rejected', 'bank_account_not_in_own_name', { field: 'holderName' });
    const id = uow.id('instrument');
    const details = await seal(
      uow,
      `person:${payee.personId}`,
      { table: 'instrument', column: 'details', row: id },
      JSON.stringify({ iban: input.iban, bic: input.bic ?? null }),
    );
    const kept = await rememberInstrument(uow, {
      id,
      clientId: payee.id,
      kind: 'bank',
      fingerprint,
      last4: input.iban.slice(-4),
      country: input.country,
      holderName: input.holderName,
      details,
      ownership,
      ownershipWhy: why,
      firstSeenAt: uow.now,
    });
    uow.audit({
      object: { type: 'instrument', id: kept.id },
      client: payee.id,
      subject: `person:${payee.personId}`,
      changes: { holderName: [null, input.holderName] },
      facts: { kind: 'bank', last4: kept.last4, ownership: kept.ownership, why },
    });
    if (kept.ownership === 'unverified') {
      await raiseWork(uow, {
        kind: 'instrument_ownership',
        object: { type: 'instrument', id: kept.id },
        title: `Bank account •••• ${kept.last4} of ${payee.number}: is it the client's own? (${why})`,
        team: 'finance',
        client: payee.id,
      });
    }
    const shared = await othersWith(uow, fingerprint, payee.id);
    if (shared > 0)
      await raiseWork(uow, {
        kind: 'shared_instrument',
        object: { type: 'instrument', id: kept.id },
        title: `Bank account •••• ${kept.last4} is used by ${shared} other client${shared === 1 ? '' : 's'}`,
        team: 'compliance',
        client: payee.id,
        priority: 1,
        restrictedTo: 'compliance',
      });
    return { id: kept.id, ownership: kept.ownership };
  },
});

export const verifyInstrument = command({
  name: 'payments.instrument.verify',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: VerifyInstrument,
  output: z.object({ id: idSchema('instrument') }),
  run: async (uow, { id, ownership, reason }) => {
    const row = found(await instrumentById(uow, id), 'instrument_not_found');
    await updateInstrument(uow, id, { ownership, ownershipWhy: reason });
    await closeWork(uow, id, ownership, 'instrument_ownership');
    uow.audit({
      object: { type: 'instrument', id },
      client: row.clientId,
      changes: { ownership: [row.ownership, ownership] },
      reason,
    });
    return { id };
  },
});

/** As the schemes write themselves; providers send lower case. */
const schemes: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
};

export const labelOf = ({ kind, brand, last4 }: Pick<InstrumentRow, 'kind' | 'brand' | 'last4'>): string =>
  `${kind === 'bank' ? 'Bank account' : brand ? (schemes[brand] ?? brand) : 'Card'} •••• ${last4 ?? '••••'}`;

export const listInstruments = query({
  name: 'payments.instrument.list',
  actors: ['client', 'staff'],
  input: z.object({ clientId: idSchema('client').nullish() }),
  output: z.array(InstrumentView),
  run: async (read, { clientId }) => {
    const payee = await payeeFor(read, clientId ?? undefined);
    return (await instrumentsOf(read, payee.id))
      .filter((row) => row.closedAt === null)
      .map((row) => InstrumentView.parse({ ...row, label: labelOf(row) }));
  },
});

/** The account a payout goes to, opened for the adapter only. */
export async function beneficiaryOf(read: Read, row: InstrumentRow): Promise<Beneficiary> {
  const text = row.details
    ? await openText(read, { table: 'instrument', column: 'details', row: row.id }, row.details)
    : null;
  const { iban, bic } = JSON.parse(found(text, 'instrument_details_erased')) as { iban: string; bic: string | null }; // sealed by addBankAccount
  return { holderName: row.holderName ?? '', country: row.country ?? iban.slice(0, 2), iban, ...(bic ? { bic } : {}) };
}
