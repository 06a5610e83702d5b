import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectPlatform } from '@/db/platform-client';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { sampleFile } from '@/server/emulators/kyc/sumsub/pages';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Ports } from '@/server/kernel/ports';
import { readClient } from '@/server/modules/clients';
import { uploadDocument } from '@/server/modules/documents';
import {
  applyKycHint,
  attachDocument,
  fetchCheck,
  myApplication,
  requestCheck,
  saveStep,
  screenSubmitted,
  startApplication,
  submitApplication,
} from '@/server/modules/onboarding';
import { hashList, storeList } from '@/server/modules/screening';
import type { ListEntry } from '@/server/modules/screening/lists';
import { createConnection } from '@/server/modules/tenancy';
import { clientCtx, staffCtx } from '@/tests/support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '@/tests/support/house';
import { asOwner } from '@/tests/support/owner';
import { listed } from '@/tests/support/screening-lists';
import { openSumsub, type SumsubHarness } from '@/tests/unit/adapters/kyc/sumsub/sumsub-harness';

type Word = Parameters<SumsubHarness['file']>[0];
const minute = 60_000;

export const famous = listed('7001', ['Zoltan Brisk Kormoran'], { born: [{ from: '1971-04-09', to: '1971-04-09' }] });

export async function loadEntries(tenant: TestTenant, entries: readonly ListEntry[], at = new Date()): Promise<void> {
  const platform = await connectPlatform(tenant.platformUrl);
  try {
    const list = await hashList({ source: 'un_consolidated', publishedAt: null, entries, problems: [] });
    await platform.transaction(({ db }) => storeList(db, list, at, { accept: true }));
  } finally {
    await platform.end();
  }
}

export type Bureau = Awaited<ReturnType<typeof openBureau>>;

/** A tenant with Sumsub behind a real socket and one list. */
export async function openBureau(options: { withProvider?: boolean } = {}) {
  const tenant = await testTenant();
  const sumsub = await openSumsub();
  onTestFinished(() => sumsub.close());
  await loadEntries(tenant, [famous, listed('7002', ['Somebody Else Entirely'])]);
  const folder = mkdtempSync(join(tmpdir(), 'bos-applicants-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const storage = createLocalStorage({ config: { folder }, clock: systemClock });
  const ports = { storage, kyc: { of: async () => sumsub.kyc } } as unknown as Ports; // nothing else is called here
  const job = (overrides: Partial<Ctx> = {}) => ({ ...asJob(tenant), ports, ...overrides });
  const connectionId =
    options.withProvider === false
      ? null
      : (
          await createConnection(job(), {
            port: 'kyc',
            vendor: 'sumsub',
            name: 'Sumsub',
            config: { level: sumsub.levelWithAddress },
            secrets: {},
          })
        ).id;
  const staff = (grants: string[] = ['*']) => staffCtx(tenant, grants);
  return { tenant, sumsub, ports, job, staff, connectionId };
}

async function newClient(tenant: TestTenant, name: string): Promise<Id<'client'>> {
  const [entity, brand, person, client] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await asOwner(tenant, async (query) => {
    await query(
      `insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
       values ($1, $2, 'Test Ltd', 'Test', 'CY', 'EUR', 'Asia/Nicosia', '16:00', 'TARGET', 'FX', now())`,
      [tenant.id, entity],
    );
    await query(
      `insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, languages, created_at)
       values ($1, $2, $3, 'Test', $4, '#000000', '#ffffff', '{en}', now())`,
      [tenant.id, brand, entity, `b-${brand.slice(0, 8)}`],
    );
    await query('insert into person (tenant_id, id, created_at) values ($1, $2, now())', [tenant.id, person]);
    await query(
      `insert into client (tenant_id, id, number, person_id, entity_id, brand_id, display_name, email, email_key, language,
         verification, funding, trading, relationship, stage, tier, tier_by_policy, registered_at, search)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'en', 'none', 'none', 'none', 'prospect', 'acquire', 'T0', 'T0', now(), '')`,
      [tenant.id, client, `C-${client.slice(0, 8)}`, person, entity, brand, name, `${client}@clients.example`],
    );
  });
  return idFromUuid('client', client);
}

export const answers = (change: Record<string, Record<string, unknown>> = {}) => ({
  identity: {
    firstName: 'Mirela',
    lastName: 'Ostrander',
    bornOn: '1988-05-17',
    nationality: 'CY',
    phone: '+357 99 123456',
    ...change.identity,
  },
  address: { country: 'CY', addressLine: 'Ledra 7', city: 'Nicosia', postcode: '1010', ...change.address },
  tax: { taxResidences: [{ country: 'CY', number: '00123456A' }], isUsPerson: false, ...change.tax },
  means: {
    employment: 'employed',
    industry: 'services',
    sourceOfFunds: ['salary'],
    plannedDeposit: 'up_to_5000',
    ...change.means,
  },
  exposure: { pep: 'none', ...change.exposure },
  experience: { yearsTrading: 'one_to_three', interests: ['fx'], isTrue: true, ...change.experience },
});

export async function applicant(bureau: Bureau, change: Parameters<typeof answers>[0] = {}) {
  const { tenant, sumsub } = bureau;
  const given = answers(change);
  const clientId = await newClient(tenant, `${given.identity.firstName} ${given.identity.lastName}`);
  const self = { ...(await clientCtx(tenant, uuidFromId('client', clientId))), ports: bureau.ports };
  const { id } = await startApplication(self, {});
  const applicationId = id as Id<'application'>;
  const job = { applicationId };
  const attach = async (word: Word, kinds: ('passport' | 'proof_of_address')[] = ['passport', 'proof_of_address']) => {
    for (const kind of kinds) {
      const bytes = kind === 'passport' ? new Uint8Array(sumsub.file(word)) : sampleFile('GREEN', randomUUID());
      const file = await uploadDocument(self, { clientId, kind, country: 'CY', fileName: `${kind}.pdf`, bytes });
      await attachDocument(self, { id: applicationId, documentId: file.id });
    }
  };
  const send = async () => {
    await submitApplication(self, { id: applicationId });
    await screenSubmitted(bureau.job(), job);
  };
  const hints = async () =>
    Promise.all((await sumsub.deliver()).map(({ body, headers }) => sumsub.kyc.parseWebhook(body, headers)));
  /** What the provider calls, taken as the transport would take it. */
  const heard = async () => {
    const hook = makeCtx(tenant, { credential: { kind: 'webhook', name: 'kyc/sumsub' }, ports: bureau.ports });
    let verified = 0;
    for (const hint of await hints()) {
      if (!hint.verified || !bureau.connectionId) continue;
      verified += 1;
      await applyKycHint(hook, bureau.connectionId, hint);
      await fetchCheck(bureau.job(), job);
    }
    return verified;
  };
  return {
    clientId,
    applicationId,
    self,
    attach,
    send,
    hints,
    heard,
    fill: async () => {
      for (const [step, stepAnswers] of Object.entries(given))
        await saveStep(self, { id: applicationId, step, answers: stepAnswers });
    },
    ask: () => requestCheck(bureau.job(), job),
    fetch: () => fetchCheck(bureau.job(), job),
    review: async () => {
      sumsub.clock.advance(minute);
      return heard();
    },
    mine: () => myApplication(self, {}),
    client: () => readClient(bureau.job(), { id: clientId }),
    vendorId: () => {
      const found = sumsub.emulator.applicants(sumsub.client).at(-1);
      if (!found) throw new Error('the provider knows nobody');
      return found.id;
    },
  };
}

/** Form, papers, lists, provider: until the provider has spoken. */
export async function checked(bureau: Bureau, word: Word, change: Parameters<typeof answers>[0] = {}) {
  const who = await applicant(bureau, change);
  await who.fill();
  await who.attach(word);
  await who.send();
  await who.ask();
  await who.review();
  return who;
}
