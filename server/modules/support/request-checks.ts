import type { Id } from '@/server/kernel/ids';
import { toDecimalString } from '@/server/kernel/money';
import { addMonths, localDate } from '@/server/kernel/time';
import type { Read } from '@/server/kernel/uow';
import type { ClientStanding } from '@/server/modules/clients';
import { type DocumentRow, documentsOf } from '@/server/modules/documents';
import { findUserOfClient, hasSecondFactor, type UserRow, userWithEmail } from '@/server/modules/identity';
import { accountsOf } from '@/server/modules/ledger';
import { countryBlocks, countrySeed } from '@/server/modules/onboarding';
import { withdrawalsUnderWay } from '@/server/modules/payments';
import { countLivePositions } from '@/server/modules/trading';
import type { CheckView, RequestKind, Wanted } from './request-contract';

/** Papers that prove a change; any one of a kind, looked at and accepted by whoever reviews documents. */
export const papersOf: Partial<Record<RequestKind, readonly string[]>> = {
  change_name: ['passport', 'id_card', 'residence_permit', 'other'],
  change_address: ['proof_of_address', 'bank_statement'],
  change_country: ['proof_of_address', 'residence_permit'],
  reset_2fa: ['selfie'],
};

/** What a check needs to know of the request itself; before it is opened there is nothing but the kind. */
export type Subject = {
  readonly kind: RequestKind;
  readonly wanted: Wanted['wanted'] | null;
  readonly documentIds: readonly string[];
  readonly openedAt: Date;
  readonly proof: string | null;
};
type Check = (read: Read, standing: ClientStanding, subject: Subject, user: UserRow | null) => Promise<CheckView[]>;

const result = (name: string, isFine: boolean, facts: Record<string, unknown> = {}): CheckView => ({
  name,
  result: isFine ? 'pass' : 'fail',
  facts,
});

/** Sent with the request or since it was opened: an older paper proves who he was then. */
export async function papersFor(read: Read, clientId: Id<'client'>, subject: Subject): Promise<DocumentRow[]> {
  const kinds = papersOf[subject.kind];
  if (!kinds) return [];
  const rows = await documentsOf(read, clientId);
  return rows.filter(
    (row) => kinds.includes(row.kind) && (subject.documentIds.includes(row.id) || row.uploadedAt >= subject.openedAt),
  );
}

const paper =
  (name: string): Check =>
  async (read, { client }, subject) => {
    if (!subject.wanted) return [];
    const papers = await papersFor(read, client.id, subject);
    const state = papers.some((row) => row.state === 'accepted') ? 'accepted' : (papers[0]?.state ?? 'missing');
    return [result(name, state === 'accepted', { paper: state })];
  };

const money: Check = async (read, { client }) => {
  const accounts = (await accountsOf(read, client.id)).filter(({ posted }) => posted.minor !== 0n);
  const [positions, leaving] = await Promise.all([
    countLivePositions(read, client.id),
    withdrawalsUnderWay(read, client.id),
  ]);
  const words = accounts.map(({ kind, posted }) => [kind, `${toDecimalString(posted)} ${posted.asset}`] as const);
  return [
    result('no_money', accounts.length === 0, Object.fromEntries(words)),
    result('no_positions', positions === 0, { positions }),
    result('no_withdrawals', leaving.length === 0, { underWay: leaving.length }),
  ];
};

const retentionMonths = 60;

/** Directive (EU) 2015/849 Art. 40: identity data and records are kept five years after the end of the relationship. */
const retention: Check = async (read, { facets, closedAt }, { wanted }) => {
  if (!wanted || !('right' in wanted) || wanted.right !== 'erasure') return [];
  const isBound = facets.verification !== 'none' || facets.funding !== 'none';
  const until = closedAt ? addMonths(localDate(closedAt, 'UTC'), retentionMonths) : null;
  const isOver = !isBound || (until !== null && until <= localDate(read.now, 'UTC'));
  return [result('retention_over', isOver, isBound ? { law: '2015/849 Art. 40', until: until ?? 'not closed' } : {})];
};

const checksOfKind: Partial<Record<RequestKind, readonly Check[]>> = {
  change_email: [
    async (read, { client }, { wanted }) => {
      if (!wanted || !('email' in wanted)) return [];
      const holder = await userWithEmail(read, 'client', wanted.email);
      return [
        result('address_free', holder === null || holder.clientId === client.id),
        result('differs_from_now', wanted.email !== client.email),
      ];
    },
  ],
  change_name: [paper('paper_accepted')],
  change_address: [paper('paper_accepted')],
  change_country: [
    paper('paper_accepted'),
    async (read, { client }, { wanted }) => {
      if (!wanted || !('country' in wanted)) return [];
      const blocks = countryBlocks(countrySeed, wanted.country, localDate(read.now, 'UTC'));
      return [
        result('country_served', blocks.length === 0, { country: wanted.country, entity: client.jurisdiction }),
        result('differs_from_now', wanted.country !== client.country),
      ];
    },
  ],
  reset_2fa: [
    async (read, _standing, _subject, user) => [
      result('second_factor_on', user !== null && (await hasSecondFactor(read, user))),
    ],
    paper('identity_again'),
  ],
  resend_verification: [async (_read, _standing, _subject, user) => [result('not_confirmed', !user?.emailVerifiedAt)]],
  close_account: [money],
  data_subject: [retention],
};

const needsUser: ReadonlySet<RequestKind> = new Set(['change_email', 'reset_2fa', 'unlock', 'resend_verification']);

/** All that was looked at. What fails stands in the way; nobody can apply over it. */
export async function checksFor(read: Read, standing: ClientStanding, subject: Subject): Promise<CheckView[]> {
  const user = await findUserOfClient(read, standing.client.id);
  const found = await Promise.all(
    (checksOfKind[subject.kind] ?? []).map((check) => check(read, standing, subject, user)),
  );
  return [
    ...(subject.proof ? [{ name: 'shown_who_he_is', result: 'pass' as const, facts: { proof: subject.proof } }] : []),
    ...(needsUser.has(subject.kind) ? [result('may_sign_in', user !== null && user.status === 'active')] : []),
    ...found.flat(),
  ];
}

export const blockers = (checks: readonly CheckView[]): string[] =>
  checks.filter((check) => check.result === 'fail').map(({ name }) => name);
