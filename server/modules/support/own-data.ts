import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { pageSizeMax } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { clientStanding, findPerson, readClientRecords } from '@/server/modules/clients';
import { listDocuments } from '@/server/modules/documents';
import { readClientMoney } from '@/server/modules/ledger';
import { myApplication } from '@/server/modules/onboarding';
import { listDeposits, listWithdrawals } from '@/server/modules/payments';
import { listAccounts, listDeals } from '@/server/modules/trading';
import { listConversations, readConversation } from './conversation-reads';
import { readWanted, requestInReach } from './request-conclude';
import { RequestId } from './request-contract';
import { listRequests } from './request-reads';

const daysOpen = 30;
const rowsMax = 20_000;

type Page = { readonly rows: readonly unknown[]; readonly nextCursor: string | null };
type Listing = {
  readonly spec: { readonly input: z.ZodType; readonly run: (read: Read, input: never) => Promise<Page> };
};

async function everyPage(read: Read, { spec }: Listing, input: Record<string, unknown>): Promise<unknown[]> {
  const rows: unknown[] = [];
  let cursor: string | null = null;
  do {
    const asked = spec.input.parse({ ...input, limit: pageSizeMax, ...(cursor ? { cursor } : {}) });
    const page: Page = await spec.run(read, asked as never); // parsed by this listing's own schema
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor && rows.length < rowsMax);
  return rows;
}

/**
 * GDPR Art. 15: what we hold on him, asked for by himself from the modules' own queries, so that he gets what he may see and
 * nothing of what is kept from clients by law (a suspicion, a report, a note of colleagues).
 */
async function dataOf(read: Read, clientId: NonNullable<Read['actor']['clientId']>) {
  const standing = found(await clientStanding(read, clientId), 'client_not_found');
  const person = found(await findPerson(read, standing.client.personId), 'person_not_found');
  const { firstName, middleName, lastName, nativeName, bornOn, nationality, country } = person;
  const { addressLine, city, region, postcode } = person;
  const { number, email, language, timeZone, category } = standing.client;
  const records = await readClientRecords.spec.run(read, { id: clientId });
  const { touches, consents, acceptances, devices } = records;
  const threads = (await everyPage(read, listConversations, {})) as Awaited<
    ReturnType<typeof listConversations.spec.run>
  >['rows'];
  return {
    person: { firstName, middleName, lastName, nativeName, bornOn, nationality, country },
    address: { addressLine, city, region, postcode, country },
    account: { number, email, language, timeZone, category, facets: standing.facets },
    records: { touches, consents, acceptances, devices },
    verification: await myApplication.spec.run(read, {}),
    documents: await listDocuments.spec.run(read, { clientId }),
    money: await readClientMoney.spec.run(read, { clientId }),
    deposits: await everyPage(read, listDeposits, {}),
    withdrawals: await everyPage(read, listWithdrawals, {}),
    tradingAccounts: await everyPage(read, listAccounts, {}),
    deals: await everyPage(read, listDeals, {}),
    requests: await everyPage(read, listRequests, {}),
    conversations: await Promise.all(threads.map(({ id }) => readConversation.spec.run(read, { id }))),
  };
}

/** The copy itself, made anew each time for a month after the request was granted; each time stands in the log. */
export const collectOwnData = command({
  name: 'support.request.collect',
  actors: ['client'],
  secretOutput: true,
  limits: (_input, { credential }) =>
    credential.kind === 'session' ? [{ key: `collect/${credential.sessionId}`, max: 10, seconds: 3_600 }] : [],
  input: RequestId,
  output: z.object({ collectedAt: z.date(), data: z.record(z.string(), z.unknown()) }),
  run: async (uow, { id }) => {
    const row = await requestInReach(uow, uow.verb, id);
    const wanted = (await readWanted(uow, row))?.wanted;
    const isGranted = row.state === 'done' && wanted !== undefined && 'right' in wanted && wanted.right === 'access';
    const until = (row.decidedAt?.getTime() ?? 0) + daysOpen * 86_400_000;
    if (!isGranted || until <= uow.now.getTime()) throw new Refusal('rejected', 'nothing_to_collect');
    const data = await dataOf(uow, row.clientId);
    uow.audit({
      object: { type: 'request', id },
      client: row.clientId,
      thread: id,
      facts: { parts: Object.keys(data) },
    });
    return { collectedAt: uow.now, data };
  },
});
