import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, type IdKind, idFromUuid, idPrefixes, uuidFromId } from '@/server/kernel/ids';
import type { SensitiveClass } from '@/server/kernel/sensitive';
import { changeEmail, editContact, placeHold, registerClient, releaseHold } from '@/server/modules/clients';
import { uploadDocument } from '@/server/modules/documents';
import { openSession, signInWithPassword } from '@/server/modules/identity';
import { saveStep, startApplication } from '@/server/modules/onboarding';
import { addBankAccount, requestWithdrawal } from '@/server/modules/payments';
import { clientCtx } from '../support/actors';
import { type Brokerage, testBrokerage } from '../support/brokerage';
import { asOwner } from '../support/owner';
import { approveKyc, eur, paidIn } from '../support/payer';
import { strangersIds } from './verbs';

/** One client's personal data, each value unlike any other text of the house, with the class whose grant shows it. */
export const secrets: Readonly<Record<string, SensitiveClass>> = {
  'kanarie-first@clients.example': 'contact',
  'kanarie-second@clients.example': 'contact',
  '31612345987': 'contact',
  'Kanarielaan 77': 'identity',
  '1971-04-23': 'identity',
  KNR4711TAX: 'identity',
  '198.51.100.77': 'address_of_access',
  NL91ABNA0417164300: 'card',
  'Bank account •••• 4300': 'card',
  'kanarie-passport.pdf': 'document',
  'kanarie suspicion of laundering': 'restricted_reason',
  'kanarie suspicion is gone': 'restricted_reason',
};

/** Tables whose rows a query may be pointed at. */
const tables: Partial<Record<IdKind, string>> = {
  client: 'client',
  person: 'person',
  user: 'app_user',
  session: 'session',
  entity: 'legal_entity',
  brand: 'brand',
  connection: 'connection',
  hold: 'client_hold',
  document: 'document',
  application: 'application',
  instrument: 'instrument',
  deposit: 'deposit',
  withdrawal: 'withdrawal',
  attempt: 'payment_attempt',
  ledgerAccount: 'ledger_account',
  transferSet: 'ledger_set',
  workItem: 'work_item',
  approval: 'approval_request',
  audit: 'audit_entry',
  role: 'role',
};

export type SecretsWorld = { house: Brokerage; clientId: Id<'client'>; self: Ctx; ids: Record<IdKind, string> };

/** A brokerage with a client who has done enough for every desk to know something about him. */
export async function secretsWorld(): Promise<SecretsWorld> {
  const house = await testBrokerage();
  const storage = createLocalStorage({
    config: { folder: mkdtempSync(join(tmpdir(), 'bos-secrets-')) },
    clock: systemClock,
  });
  const request = { id: randomUUID(), ip: '198.51.100.77', deviceId: 'kanarie-device-0001' };
  const here = (ctx: Ctx): Ctx => ({ ...ctx, request, ports: { ...house.ports, storage } });
  const password = 'correct horse battery staple';
  const email = 'kanarie-first@clients.example';
  const registered = await registerClient(here(house.job), {
    brand: house.brand,
    email,
    password,
    firstName: 'Halina',
    lastName: 'Oosterveld',
    country: 'NL',
    phone: '+31612345987',
    acceptedTerms: true,
  });
  if (!registered.id) throw new Error('not registered');
  const clientId = registered.id;
  await approveKyc(house.job, { id: clientId });
  const self = here(await clientCtx(house.tenant, uuidFromId('client', clientId)));
  const stranger = here({ ...house.job, credential: { kind: 'anonymous' } });
  const step = await signInWithPassword(stranger, { surface: 'portal', email, password });
  if (step.step === 'ticket') await openSession(stranger, { ticket: step.ticket });
  const boss = here(house.administrator);
  const moved = { addressLine: 'Kanarielaan 77', city: 'Utrecht', postcode: '3511AB' };
  await editContact(boss, { clientId, ...moved, reason: 'moved house' });
  await apply(self, clientId);
  await paidIn(house, { id: clientId, ctx: self }, 900_000n);
  const bank = await addBankAccount(self, {
    holderName: 'Halina Oosterveld',
    country: 'NL',
    iban: 'NL91ABNA0417164300',
  });
  await requestWithdrawal(self, { amount: eur(800_000n), payoutInstrumentId: bank.id });
  await changeEmail(boss, { clientId, email: 'kanarie-second@clients.example', reason: 'asked by telephone' });
  const { id } = await placeHold(boss, { clientId, reason: 'aml', note: 'kanarie suspicion of laundering' });
  await releaseHold.orPark(boss, { id, reason: 'kanarie suspicion is gone' });
  return { house, clientId, self, ids: await idsOf(house) };
}

async function apply(self: Ctx, clientId: Id<'client'>): Promise<void> {
  const { id } = await startApplication(self, {});
  const identity = { firstName: 'Halina', lastName: 'Oosterveld', bornOn: '1971-04-23', nationality: 'NL' };
  await saveStep(self, { id, step: 'identity', answers: { ...identity, phone: '+31612345987' } });
  await saveStep(self, {
    id,
    step: 'tax',
    answers: { taxResidences: [{ country: 'NL', number: 'KNR4711TAX' }], isUsPerson: false },
  });
  const bytes = new TextEncoder().encode('%PDF-1.4\n%kanarie\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
  await uploadDocument(self, { clientId, kind: 'passport', country: 'NL', fileName: 'kanarie-passport.pdf', bytes });
}

async function idsOf(house: Brokerage): Promise<Record<IdKind, string>> {
  const ids: Record<IdKind, string> = strangersIds(randomUUID);
  await asOwner(house.tenant, async (query) => {
    for (const [kind, table] of Object.entries(tables) as [IdKind, string][]) {
      const { rows } = await query(`select id from ${table} where tenant_id = $1 order by id desc limit 1`, [
        house.tenant.id,
      ]);
      if (!(kind in idPrefixes) || !rows[0]) continue;
      ids[kind] = idFromUuid(kind, rows[0].id);
    }
  });
  return ids;
}
