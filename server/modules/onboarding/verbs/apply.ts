import type { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { parseInput } from '@/server/kernel/parse';
import type { Read, Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { clientStanding, findClient, findPerson, updatePerson } from '@/server/modules/clients';
import { findDocument } from '@/server/modules/documents';
import { openAnswers, personChanges, sealAnswers } from '../answers';
import {
  ApplicationRef,
  AttachDocument,
  AttachedDocument,
  DetachDocument,
  KeptDocument,
  OneApplication,
  SaveStep,
  StartApplication,
} from '../contract';
import { type Answers, FlowDefinition, flowSchema, stepSchema } from '../flow';
import { flowInForce } from '../flows';
import { move, reportApplying, reportInReview } from '../move';
import { clientFor, reachApplication } from '../reach';
import {
  type ApplicationRow,
  currentApplication,
  insertApplication,
  insertSubmission,
  updateApplication,
} from '../repository/applications';
import { isOpen } from '../state';

/** How early a verified client may renew. */
const renewalWindowMs = 60 * 86_400_000;
const forClients = { actors: ['client', 'staff', 'job'], output: ApplicationRef } as const;

export const documentsOf = (row: { documents: unknown }): KeptDocument[] => KeptDocument.array().parse(row.documents);

/** Begins an application, or a renewal, with what is known already; an open one is gone on with. */
export const startApplication = command({
  ...forClients,
  name: 'onboarding.application.start',
  input: StartApplication,
  run: async (uow, { clientId }) => {
    const client = found(await findClient(uow, await clientFor(uow, clientId), { lock: true }), 'client_not_found');
    const current = await currentApplication(uow, client.id);
    if (current && isOpen(current.state)) {
      uow.audit({ object: { type: 'application', id: current.id }, client: client.id, facts: { resumed: true } });
      return { id: current.id, state: current.state };
    }
    if (current) await requireNewAllowed(uow, current);
    const { version, definition } = await flowInForce(uow);
    const id = uow.id('application');
    const known = current
      ? await openAnswers(uow, 'application', current.id, current.answers)
      : await fromRegistration(uow, client.id);
    // What was declared true then is declared again, not copied.
    const declarations = new Set(
      definition.steps.flatMap(({ fields }) => fields.filter((f) => f.kind === 'declaration').map((f) => f.key)),
    );
    const answers = Object.fromEntries(Object.entries(known).filter(([key]) => !declarations.has(key)));
    const purpose = current?.state === 'approved' ? 'renewal' : 'initial';
    await insertApplication(uow, {
      id,
      clientId: client.id,
      personId: client.personId,
      purpose,
      state: 'draft',
      flowVersion: version,
      flow: definition,
      answers: await sealAnswers(uow, client.personId, 'application', id, answers),
      documents: [],
      asks: [],
      // What was proven counts until the renewal says otherwise.
      evidence: current?.state === 'approved' ? current.evidence : [],
      createdAt: uow.now,
      stateSince: uow.now,
    });
    uow.audit({
      object: { type: 'application', id },
      client: client.id,
      thread: id,
      changes: { state: [null, 'draft'] },
      facts: { purpose, flow: version },
    });
    const standing = await clientStanding(uow, client.id);
    // Who is expired or was refused stays so until he has sent something.
    if (standing?.facets.verification === 'none')
      await reportApplying(uow, { clientId: client.id, id } as ApplicationRow); // only these two are read
    return { id, state: 'draft' };
  },
});

async function requireNewAllowed(read: Read, current: ApplicationRow): Promise<void> {
  if (current.outcome === 'rejected_final') throw new Refusal('rejected', 'application_was_final');
  if (current.state !== 'approved' || current.renewsAt === null) return;
  const standing = await clientStanding(read, current.clientId);
  const isDue = current.renewsAt.getTime() - read.now.getTime() < renewalWindowMs;
  if (!isDue && standing?.facets.verification === 'approved')
    throw new Refusal('conflict', 'already_verified', { params: { renewsAt: current.renewsAt.toISOString() } });
}

async function fromRegistration(read: Read, clientId: ApplicationRow['clientId']): Promise<Answers> {
  const client = found(await findClient(read, clientId), 'client_not_found');
  const person = found(await findPerson(read, client.personId), 'person_not_found');
  const known = {
    firstName: person.firstName,
    lastName: person.lastName,
    nativeName: person.nativeName,
    bornOn: person.bornOn,
    nationality: person.nationality,
    country: person.country ?? client.country,
    phone: client.phone,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}

async function editable(uow: Uow, id: ApplicationRow['id']): Promise<ApplicationRow> {
  const row = await reachApplication(uow, id, { lock: true });
  if (row.state !== 'draft' && row.state !== 'needs_more')
    throw new Refusal('conflict', 'application_not_open', { params: { state: row.state } });
  return row;
}

export const saveStep = command({
  ...forClients,
  name: 'onboarding.application.save_step',
  input: SaveStep,
  run: async (uow, { id, step: key, answers: given }) => {
    const row = await editable(uow, id);
    const flow = FlowDefinition.parse(row.flow);
    const step = found(
      flow.steps.find((one) => one.key === key),
      'step_not_found',
    );
    const before = await openAnswers(uow, 'application', id, row.answers);
    const parsed = parseInput(stepSchema(step, { ...before, ...given }), given);
    const answers = { ...before, ...parsed };
    await updateApplication(uow, id, {
      answers: await sealAnswers(uow, row.personId, 'application', id, answers),
      stepsDone: [...new Set([...row.stepsDone, key])],
    });
    uow.audit({ object: { type: 'application', id }, client: row.clientId, thread: id, facts: { step: key } });
    return { id, state: row.state };
  },
});

export const attachDocument = command({
  ...forClients,
  name: 'onboarding.application.attach_document',
  input: AttachDocument,
  run: async (uow, { id, documentId }) => {
    const row = await editable(uow, id);
    const file = found(await findDocument(uow, documentId), 'document_not_found');
    if (file.clientId !== row.clientId) throw new Refusal('not_found', 'document_not_found');
    if (file.state !== 'received' && file.state !== 'accepted')
      throw new Refusal('conflict', 'document_not_usable', { params: { state: file.state } });
    const { kind, side, country } = file;
    const document = AttachedDocument.parse({ documentId, kind, side, country });
    const others = documentsOf(row).filter(({ documentId: one }) => one !== documentId);
    if (others.length >= 20) throw new Refusal('rejected', 'too_many_documents');
    const documents = [...others, { ...document, attachedAt: uow.now, sentAt: null }];
    await updateApplication(uow, id, { documents: documents.map(stored) });
    uow.audit({
      object: { type: 'application', id },
      client: row.clientId,
      thread: id,
      facts: { document: documentId, kind, side },
    });
    return { id, state: row.state };
  },
});

export const detachDocument = command({
  ...forClients,
  name: 'onboarding.application.detach_document',
  input: DetachDocument,
  run: async (uow, { id, documentId }) => {
    const row = await editable(uow, id);
    const documents = documentsOf(row);
    const gone = found(
      documents.find((one) => one.documentId === documentId),
      'document_not_found',
    );
    if (gone.sentAt) throw new Refusal('conflict', 'document_was_sent');
    await updateApplication(uow, id, { documents: documents.filter((one) => one !== gone).map(stored) });
    uow.audit({
      object: { type: 'application', id },
      client: row.clientId,
      thread: id,
      facts: { removed: documentId },
    });
    return { id, state: row.state };
  },
});

export const stored = (document: KeptDocument) => ({
  ...document,
  attachedAt: document.attachedAt.toISOString(),
  sentAt: document.sentAt?.toISOString() ?? null,
});

/** From here on it is the house's turn. What was sent is kept as it was. */
export const submitApplication = command({
  ...forClients,
  name: 'onboarding.application.submit',
  auditRefusal: true,
  input: OneApplication,
  run: async (uow, { id }) => {
    const row = await editable(uow, id);
    const flow = FlowDefinition.parse(row.flow);
    const given = await openAnswers(uow, 'application', id, row.answers);
    const answers = parseInput(flowSchema(flow, given), given);
    const documents = documentsOf(row);
    requireDocuments(flow, row, documents);
    const number = row.submissions + 1;
    const submissionId = uow.id('submission');
    await insertSubmission(uow, {
      id: submissionId,
      applicationId: id,
      number,
      answers: await sealAnswers(uow, row.personId, 'application_submission', submissionId, answers),
      documents: documents.map(stored),
      ip: uow.request.ip ?? null,
      deviceId: uow.request.deviceId ?? null,
      at: uow.now,
    });
    await updatePerson(uow, row.personId, personChanges(answers));
    const sealed = await sealAnswers(uow, row.personId, 'application', id, answers);
    const after = await move(
      uow,
      row,
      'submit',
      { answers: sealed, submissions: number, submittedAt: uow.now, providerProblem: null },
      {
        reason: number === 1 ? 'sent by the client' : 'sent again by the client',
        facts: { number, documents: documents.length },
      },
    );
    await reportInReview(uow, after);
    uow.emit({ name: 'onboarding/application.submitted', data: { applicationId: id, clientId: row.clientId } });
    return { id, state: after.state };
  },
});

const twoSided: ReadonlySet<string> = new Set(['id_card', 'driving_licence', 'residence_permit']);

function requireDocuments(flow: z.output<typeof FlowDefinition>, row: ApplicationRow, documents: KeptDocument[]): void {
  for (const need of flow.documents.filter(({ required }) => required)) {
    if (!documents.some(({ kind }) => (need.anyOf as readonly string[]).includes(kind)))
      throw new Refusal('invalid', 'document_missing', { field: 'documents', params: { need: need.key } });
  }
  const halves = documents.filter(({ kind, side }) => twoSided.has(kind) && side === 'front');
  const lacking = halves.find(({ kind }) => !documents.some((one) => one.kind === kind && one.side === 'back'));
  if (lacking)
    throw new Refusal('invalid', 'other_side_missing', { field: 'documents', params: { kind: lacking.kind } });
  // What the provider has refused does not count any more.
  const wantsNew = (row.asks as string[]).some((code) => code !== 'correct_data');
  if (row.state === 'needs_more' && wantsNew && !documents.some(({ sentAt }) => sentAt === null))
    throw new Refusal('invalid', 'new_document_missing', { field: 'documents' });
}
