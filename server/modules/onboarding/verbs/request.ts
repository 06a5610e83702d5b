import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { clientStanding, findClient } from '@/server/modules/clients';
import { identityOf, openAnswers } from '../answers';
import { type CheckWord, conclude, screenApplicant } from '../conclude';
import { ApplicationRef, OneApplication } from '../contract';
import { alpha3Of } from '../country-codes';
import { move } from '../move';
import type { Applicant, KycDocumentKind } from '../ports';
import { settingsOf } from '../provider';
import {
  type ApplicationRow,
  findApplication,
  type KycConnection,
  kycConnection,
  updateApplication,
} from '../repository/applications';
import { checksOf, lastCheck } from '../repository/checks';
import { documentsOf, stored } from './apply';

const house = { actors: ['job'] } as const;

/** What the provider takes; other papers are for our own reviewers. */
export const providerKinds: readonly KycDocumentKind[] = [
  'passport',
  'id_card',
  'driving_licence',
  'residence_permit',
  'proof_of_address',
  'selfie',
];

export const unsent = (row: ApplicationRow) =>
  documentsOf(row).filter(({ kind, sentAt }) => sentAt === null && providerKinds.some((one) => one === kind));

/** What is known of the check when an application comes in: a provider that has passed him need not be asked again. */
async function wordBefore(uow: Uow, row: ApplicationRow): Promise<CheckWord> {
  const [last] = await checksOf(uow, row.id);
  return last?.outcome === 'approved' && unsent(row).length === 0 ? 'passed' : 'not_done';
}

/** First look at what was sent: lists, score, and whether there is a reason not even to ask the provider. */
export const screenApplication = command({
  ...house,
  name: 'onboarding.application.screen',
  input: OneApplication,
  output: ApplicationRef,
  run: async (uow, { id }) => {
    const row = found(await findApplication(uow, id, { lock: true }), 'application_not_found');
    if (row.state !== 'submitted') return skipped(uow, row);
    const answers = await openAnswers(uow, 'application', id, row.answers);
    const screening = await screenApplicant(uow, row, answers);
    const { application } = await conclude(uow, row, await wordBefore(uow, row), {
      screening,
      cause: 'application sent',
    });
    return { id, state: application.state };
  },
});

export function skipped(uow: Uow, row: ApplicationRow): { id: ApplicationRow['id']; state: string } {
  uow.audit({ object: { type: 'application', id: row.id }, client: row.clientId, facts: { nothingToDo: row.state } });
  return { id: row.id, state: row.state };
}

export const CheckIntent = z.object({
  applicationId: idSchema('application'),
  clientId: idSchema('client'),
  tenantId: z.string(),
  connectionId: idSchema('connection').nullable(),
  applicant: z.custom<Applicant>().nullable(),
  issuer: z.string(),
  files: z.array(idSchema('document')),
  isRenewal: z.boolean(),
});
export type CheckIntent = z.output<typeof CheckIntent>;

/** First half of asking the provider. Without a provider the application goes to our own reviewers. */
export const beginCheck = command({
  ...house,
  name: 'onboarding.check.begin',
  input: OneApplication,
  output: CheckIntent.nullable(),
  run: async (uow, { id }) => {
    const row = found(await findApplication(uow, id, { lock: true }), 'application_not_found');
    if (row.state !== 'submitted' && row.state !== 'checking') {
      skipped(uow, row);
      return null;
    }
    const { client } = found(await clientStanding(uow, row.clientId), 'client_not_found');
    const connection = await kycConnection(uow, client.entityId);
    if (!connection) {
      await conclude(uow, row, 'unavailable', { cause: 'no identity provider is connected' });
      return null;
    }
    const after =
      row.state === 'checking'
        ? row
        : await move(uow, row, 'check', { connectionId: connection.id }, { reason: 'sent to the provider' });
    if (after === row) skipped(uow, row);
    const before = row.applicantId ? await lastCheck(uow, connection.id, row.applicantId) : null;
    return {
      applicationId: id,
      clientId: row.clientId,
      tenantId: uow.tenant.id,
      connectionId: connection.id,
      applicant: await applicantOf(uow, row, connection),
      issuer: identityOf(await openAnswers(uow, 'application', id, row.answers)).nationality,
      files: unsent(row).map(({ documentId }) => documentId),
      isRenewal: row.purpose === 'renewal' && before === null,
    };
  },
});

async function applicantOf(uow: Uow, row: ApplicationRow, connection: KycConnection): Promise<Applicant> {
  const answers = await openAnswers(uow, 'application', row.id, row.answers);
  const identity = identityOf(answers);
  const client = found(await findClient(uow, row.clientId), 'client_not_found');
  const [country, nationality] = [alpha3Of(identity.country), alpha3Of(identity.nationality)];
  return {
    reference: row.personId,
    level: settingsOf(connection).level,
    ...(client.email ? { email: client.email } : {}),
    ...(identity.phone ? { phone: identity.phone } : {}),
    language: client.language,
    person: {
      firstName: identity.firstName,
      lastName: identity.lastName,
      bornOn: identity.bornOn,
      ...(country ? { country } : {}),
      ...(nationality ? { nationality } : {}),
    },
  };
}

/** The provider has said before that it holds this applicant: it will not say so again, so nobody need wait for it. */
async function isHeldAsKnown(uow: Uow, { connectionId, applicantId }: ApplicationRow): Promise<boolean> {
  const last = connectionId && applicantId ? await lastCheck(uow, connectionId, applicantId) : null;
  return last?.outcome === 'on_hold';
}

/** Second half: how far it came. What was done is kept, so that a repeat does only the rest. */
export const recordRequest = command({
  ...house,
  name: 'onboarding.check.record_request',
  input: z.object({
    id: idSchema('application'),
    applicantId: z.string().nullable(),
    sent: z.array(idSchema('document')),
    isHeld: z.boolean(),
    problem: z.object({ class: z.string(), code: z.string(), detail: z.string() }).nullable(),
  }),
  output: ApplicationRef.extend({ willRetry: z.boolean() }),
  run: async (uow, { id, applicantId, sent, isHeld, problem }) => {
    const row = found(await findApplication(uow, id, { lock: true }), 'application_not_found');
    const documents = documentsOf(row).map((one) =>
      sent.includes(one.documentId) ? { ...one, sentAt: uow.now } : one,
    );
    const change = {
      documents: documents.map(stored),
      providerProblem: problem ? `${problem.class}: ${problem.code}` : null,
      ...(applicantId ? { applicantId } : {}),
    };
    await updateApplication(uow, id, change);
    uow.audit({
      object: { type: 'application', id },
      client: row.clientId,
      thread: id,
      changes: { applicantId: [row.applicantId, applicantId ?? row.applicantId] },
      facts: { sent, problem: problem ? { class: problem.class, code: problem.code } : null },
    });
    const willRetry = problem !== null && ['not_sent', 'unknown', 'rate_limited'].includes(problem.class);
    if (willRetry || row.state !== 'checking') return { id, state: row.state, willRetry };
    const now = { ...row, ...change };
    const after = problem
      ? await conclude(uow, now, 'unavailable', { cause: `provider: ${problem.code}` })
      : isHeld && (await isHeldAsKnown(uow, now))
        ? await conclude(uow, now, 'on_hold', { cause: 'the provider still holds it' })
        : null;
    return { id, state: after?.application.state ?? row.state, willRetry };
  },
});
