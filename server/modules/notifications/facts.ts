import { deviceName, placeName } from '@/server/kernel/device-name';
import { found } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { staffHolding } from '@/server/modules/access';
import { findDocument } from '@/server/modules/documents';
import { findSession, findUser } from '@/server/modules/identity';
import { findApplication, saidTo } from '@/server/modules/onboarding';
import { depositById, withdrawalById } from '@/server/modules/payments';
import { accountById } from '@/server/modules/trading';
import { deedOfTeam } from '@/server/modules/work';
import type { ObjectType } from './catalogue';
import { documentName } from './document-names';
import { approvalFacts, workItemFacts } from './repository';
import type { Facts } from './words';

export type Subject = {
  readonly clientId: Id<'client'> | null;
  /** What the choice of the message looks at. */
  readonly state: string;
  readonly since: Date | null;
  readonly facts: Facts;
  /** Members of staff it concerns by themselves, when not everybody with a grant. */
  readonly staff?: readonly Id<'user'>[];
};

const nothing = { clientId: null, state: '', since: null, facts: {} };

async function readApplication(read: Read, id: string): Promise<Subject> {
  const row = found(await findApplication(read, idSchema('application').parse(id)), 'application_not_found');
  const facts: Facts = {
    date: row.renewsAt,
    note: row.noteToClient,
    reason: (language) => saidTo(row, language).reason,
    asks: (language) =>
      saidTo(row, language)
        .asks.map(({ text }) => text)
        .join('\n'),
  };
  return { clientId: row.clientId, state: row.state, since: row.createdAt, facts };
}

async function readPaper(read: Read, id: string): Promise<Subject> {
  const row = found(await findDocument(read, idSchema('document').parse(id)), 'document_not_found');
  const facts: Facts = { document: (language) => documentName(row.kind, language) };
  return { clientId: row.clientId, state: row.state, since: null, facts };
}

async function readAccount(read: Read, id: string): Promise<Subject> {
  const row = found(await accountById(read, idSchema('tradingAccount').parse(id)), 'account_not_found');
  const { login, currency, platform, state, clientId } = row;
  const facts: Facts = {
    login: login ?? row.reservedLogin,
    currency,
    platform: platform.toUpperCase(),
    leverage: String(row.pendingLeverage ?? row.desiredLeverage),
    date: row.pendingFrom,
  };
  return { clientId, state: state === 'failed' ? state : row.desiredTrading, since: row.openedAt, facts };
}

async function readDeposit(read: Read, id: string): Promise<Subject> {
  const row = found(await depositById(read, idSchema('deposit').parse(id)), 'deposit_not_found');
  const amount = money(row.creditedMinor ?? row.requestedMinor, row.asset);
  return { clientId: row.clientId, state: row.state, since: row.createdAt, facts: { amount, number: row.number } };
}

async function readWithdrawal(read: Read, id: string): Promise<Subject> {
  const row = found(await withdrawalById(read, idSchema('withdrawal').parse(id)), 'withdrawal_not_found');
  const amount = money(row.amountMinor, row.asset);
  return { clientId: row.clientId, state: row.state, since: row.requestedAt, facts: { amount, number: row.number } };
}

async function readApproval(read: Read, id: string): Promise<Subject> {
  const row = found(await approvalFacts(read, idSchema('approval').parse(id)), 'approval_not_found');
  const { name = '' } = row.requestedBy as { name?: string }; // written by the funnel
  const facts: Facts = { summary: row.summary, requester: name, state: row.state, reason: row.stateReason };
  const deciders = row.state === 'waiting' ? await staffHolding(read, row.decideGrant) : [row.requesterId];
  // The words name the reason: who may not know it hears nothing, as on screen.
  const knowing = row.restrictedTo ? new Set<string>(await staffHolding(read, 'sensitive.restricted_reason')) : null;
  const staff = deciders.filter((one): one is Id<'user'> => one.startsWith('usr_') && (knowing?.has(one) ?? true));
  const others = row.state === 'waiting' ? staff.filter((one) => one !== row.requesterId) : staff;
  return { clientId: row.clientId, state: row.state, since: row.createdAt, facts, staff: others };
}

async function readWorkItem(read: Read, id: string): Promise<Subject> {
  const row = found(await workItemFacts(read, idSchema('workItem').parse(id)), 'work_item_not_found');
  const deed = deedOfTeam(row.team);
  const team = row.assigneeId || row.restrictedTo || !deed ? [] : await staffHolding(read, deed);
  const staff = row.assigneeId ? [row.assigneeId] : team;
  return { clientId: row.clientId, state: row.state, since: null, facts: { title: row.title }, staff };
}

/** His own sign-in: told to himself alone. */
async function readSession(read: Read, id: string): Promise<Subject> {
  const row = found(await findSession(read, idSchema('session').parse(id)), 'session_not_found');
  const user = found(await findUser(read, row.userId), 'user_not_found');
  const { country, ip } = row;
  const facts: Facts = {
    at: { moment: row.createdAt },
    device: deviceName(row.userAgent),
    place: (language) => placeName(country, ip, language),
  };
  return { clientId: user.clientId, state: user.kind, since: null, facts, staff: [user.id] };
}

const readers: Record<ObjectType, (read: Read, id: string) => Promise<Subject>> = {
  application: readApplication,
  document: readPaper,
  tradingAccount: readAccount,
  deposit: readDeposit,
  withdrawal: readWithdrawal,
  client: async (_read, id) => ({ ...nothing, clientId: idSchema('client').parse(id) }),
  session: readSession,
  approval: readApproval,
  workItem: readWorkItem,
  disclosureAlert: async () => nothing,
  exposureBand: async () => nothing,
  breakItem: async () => nothing,
};

export const isObjectType = (text: string): text is ObjectType => Object.hasOwn(readers, text);

/** What is true of the object now: the event only said where to look. */
export const readSubject = (read: Read, type: ObjectType, id: string): Promise<Subject> => readers[type](read, id);
