import { holds } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { requireStepUp } from '@/server/kernel/run-command';
import { next } from '@/server/kernel/state';
import { addMonths, instantOf, localDate } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork, type WorkTeam } from '@/server/kernel/work';
import { type ClientStanding, clientStanding, requireVisible } from '@/server/modules/clients';
import { findDocument } from '@/server/modules/documents';
import { provenCaller } from './caller';
import type { CallerWay } from './caller-contract';
import { insertRequest, openRequestOf, updateRequest } from './repository/requests';
import { applyWanted, requireSight } from './request-apply';
import { careFor, decideCare } from './request-care';
import { blockers, checksFor } from './request-checks';
import { conclude, readWanted, requestInReach, subjectOf } from './request-conclude';
import {
  ApplyRequest,
  type CheckView,
  ExtendRequest,
  Opened,
  OpenRequest,
  RefuseRequest,
  RequestId,
  type RequestKind,
  Wanted,
} from './request-contract';
import { sealAbout } from './sealed';
import { requestStates } from './state';

const hour = 3_600_000;
const hours: Partial<Record<RequestKind, number>> = {
  reset_2fa: 4,
  unlock: 2,
  resend_verification: 2,
  change_email: 8,
};
const teams: Partial<Record<RequestKind, WorkTeam>> = {
  change_name: 'onboarding',
  change_address: 'onboarding',
  change_country: 'onboarding',
  reset_2fa: 'onboarding',
  data_subject: 'compliance',
};
/** Whoever has lost his second factor cannot show it, and a locked-out caller has no session at all. */
const withoutFreshProof: ReadonlySet<RequestKind> = new Set(['reset_2fa', 'resend_verification', 'data_subject']);
/** Whoever took over a mailbox reads its codes: a change of it is proven by the telephone, and the other way round. */
const changedWay: Partial<Record<RequestKind, CallerWay>> = { change_email: 'email', change_phone: 'sms' };
const perHour = { max: 20, seconds: 3_600 };

/** GDPR Art. 12(3): one month from receipt, in the entity's days; elsewhere a promise of the house. */
const dueOf = (kind: RequestKind, now: Date): Date =>
  kind === 'data_subject'
    ? instantOf(addMonths(localDate(now, 'UTC'), 1), '23:59', 'UTC')
    : new Date(now.getTime() + (hours[kind] ?? 24) * hour);

async function proofOf(uow: Uow, clientId: Id<'client'>, kind: RequestKind): Promise<string> {
  if (uow.actor.kind === 'staff') {
    await provenCaller(uow, clientId, changedWay[kind]);
    return 'read_out_a_code';
  }
  if (withoutFreshProof.has(kind)) return 'signed_in';
  requireStepUp(uow.actor, uow.now);
  return 'proved_it_again';
}

async function requireOwnPapers(read: Read, clientId: Id<'client'>, ids: readonly Id<'document'>[]): Promise<void> {
  for (const id of ids)
    if ((await findDocument(read, id))?.clientId !== clientId)
      throw new Refusal('invalid', 'document_not_found', { field: 'documentIds' });
}

async function raiseRequest(uow: Uow, id: Id<'request'>, kind: RequestKind, standing: ClientStanding, dueAt: Date) {
  await raiseWork(uow, {
    kind: 'client_request',
    object: { type: 'request', id },
    title: `${standing.client.number} asks: ${kind.replaceAll('_', ' ')}`,
    team: teams[kind] ?? 'support',
    client: standing.client.id,
    priority: kind === 'reset_2fa' || kind === 'unlock' ? 1 : 2,
    dueAt,
  });
}

/** A client asks for himself; a colleague for a caller who has read out his code. What needs nobody is done at once. */
export const openRequest = command({
  name: 'support.request.open',
  actors: ['client', 'staff'],
  auditRefusal: true,
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? [{ key: `request/${ctx.credential.sessionId}`, ...perHour }] : [],
  input: OpenRequest,
  output: Opened,
  run: async (uow, input) => {
    const clientId = uow.actor.kind === 'client' ? uow.actor.clientId : input.clientId;
    if (!clientId) throw new Refusal('invalid', 'client_not_found', { field: 'clientId' });
    await requireVisible(uow, clientId);
    const standing = found(await clientStanding(uow, clientId), 'client_not_found');
    const { kind } = input;
    const proof = await proofOf(uow, clientId, kind);
    await requireOwnPapers(uow, clientId, input.documentIds);
    const channel = uow.actor.kind === 'client' ? ('portal' as const) : ('desk' as const);
    const subject = { kind, wanted: input.wanted, documentIds: input.documentIds, openedAt: uow.now, proof };
    const checks = await checksFor(uow, standing, subject);
    const blocked = blockers(checks);
    requireNone(blocked.filter((name) => !laterPossible.has(name)));
    const id = uow.id('request');
    const dueAt = dueOf(kind, uow.now);
    const isNew = await insertRequest(uow, {
      id,
      clientId,
      kind,
      state: 'open',
      channel,
      proof,
      wanted: await sealAbout(
        uow,
        clientId,
        { table: 'client_request', column: 'wanted', row: id },
        JSON.stringify(input.wanted),
      ),
      documentIds: [...input.documentIds],
      openedById: uow.actor.userId ?? null,
      openedByName: uow.actor.name,
      openedAt: uow.now,
      dueAt,
    });
    if (!isNew) throw new Refusal('conflict', 'request_open_already');
    uow.audit({
      object: { type: 'request', id },
      client: clientId,
      thread: id,
      changes: { state: [null, 'open'] },
      facts: { kind, channel, proof, checks: summary(checks) },
    });
    uow.emit({ name: 'support/request.opened', data: { requestId: id, clientId } });
    const care = await decideCare(uow, standing, { kind, channel }, id);
    if (care.people === 0 && blocked.length === 0) {
      const row = found(await openRequestOf(uow, clientId, kind), 'request_not_found');
      const reason = 'nothing stood against it';
      await conclude(uow, row, 'apply', { checks, reason, holdDays: care.holdDays });
      await applyWanted(uow, clientId, Wanted.parse({ kind, wanted: input.wanted }), reason);
      return { id, state: 'done' as const };
    }
    await raiseRequest(uow, id, kind, standing, dueAt);
    return { id, state: 'open' as const };
  },
});

function requireNone(against: readonly string[]): void {
  if (against.length > 0)
    throw new Refusal('rejected', 'request_blocked', { params: { why: against.join(', ').replaceAll('_', ' ') } });
}

/** These may still be mended while the request is open; everything else is said at once. */
const laterPossible: ReadonlySet<string> = new Set(['paper_accepted', 'identity_again', 'retention_over']);
const summary = (checks: readonly CheckView[]) => Object.fromEntries(checks.map(({ name, result }) => [name, result]));

export const applyRequest = command({
  name: 'support.request.apply',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ApplyRequest,
  output: Opened,
  approval: async (uow, { id, reason }) => {
    const row = await requestInReach(uow, uow.verb, id, true);
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    const subject = await subjectOf(uow, row);
    requireSight(subject.kind, holds(uow.actor, 'sensitive.identity'));
    const checks = await requireClear(uow, row, standing);
    const care = await careFor(uow, standing, { kind: subject.kind, channel: row.channel });
    if (care.people < 2) return null;
    return {
      needed: 1,
      decideGrant: 'support.request.apply',
      summary: `${standing.client.number}: ${subject.kind.replaceAll('_', ' ')}: ${reason}`,
      object: { type: 'request', id },
      client: row.clientId,
      policyVersion: care.version,
      checks: { ...summary(checks), holdDays: care.holdDays },
    };
  },
  run: async (uow, { id, reason }) => {
    const row = await requestInReach(uow, uow.verb, id, true);
    next(requestStates, row.state as 'open', 'apply'); // written by this module alone
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    const checks = await requireClear(uow, row, standing);
    const wanted = found(await readWanted(uow, row), 'request_was_erased');
    requireSight(wanted.kind, holds(uow.actor, 'sensitive.identity'));
    const { holdDays } = await decideCare(uow, standing, { kind: wanted.kind, channel: row.channel }, id);
    await conclude(uow, row, 'apply', { checks, reason, holdDays });
    await applyWanted(uow, row.clientId, wanted, reason);
    return { id, state: 'done' as const };
  },
});

async function requireClear(read: Read, row: Awaited<ReturnType<typeof requestInReach>>, standing: ClientStanding) {
  const checks = await checksFor(read, standing, await subjectOf(read, row));
  requireNone(blockers(checks));
  return checks;
}

export const refuseRequest = command({
  name: 'support.request.refuse',
  actors: ['staff'],
  input: RefuseRequest,
  output: Opened,
  run: async (uow, { id, reason, noteToClient }) => {
    const row = await requestInReach(uow, uow.verb, id, true);
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    const checks = await checksFor(uow, standing, await subjectOf(uow, row));
    await conclude(uow, row, 'refuse', { checks, reason, noteToClient });
    return { id, state: 'refused' as const };
  },
});

/** The client thought better of it. */
export const withdrawRequest = command({
  name: 'support.request.withdraw',
  actors: ['client'],
  input: RequestId,
  output: Opened,
  run: async (uow, { id }) => {
    const row = await requestInReach(uow, uow.verb, id, true);
    await conclude(uow, row, 'withdraw', { checks: [], reason: 'the client took it back' });
    return { id, state: 'withdrawn' as const };
  },
});

/** GDPR Art. 12(3): two further months where the request is complex, said within the first with its reason. */
export const extendRequest = command({
  name: 'support.request.extend',
  actors: ['staff'],
  input: ExtendRequest,
  output: RequestId,
  run: async (uow, { id, reason }) => {
    const row = await requestInReach(uow, uow.verb, id, true);
    if (row.kind !== 'data_subject' || row.state !== 'open' || row.extendedAt || row.dueAt <= uow.now)
      throw new Refusal('conflict', 'cannot_be_extended');
    const dueAt = instantOf(addMonths(localDate(row.dueAt, 'UTC'), 2), '23:59', 'UTC');
    await updateRequest(uow, id, { dueAt, extendedAt: uow.now, extendReason: reason });
    await closeWork(uow, id, 'prolonged', 'client_request');
    const standing = found(await clientStanding(uow, row.clientId), 'client_not_found');
    await raiseRequest(uow, id, 'data_subject', standing, dueAt);
    uow.audit({
      object: { type: 'request', id },
      client: row.clientId,
      thread: id,
      changes: { dueAt: [row.dueAt, dueAt] },
      reason,
    });
    return { id };
  },
});
