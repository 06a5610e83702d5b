import type { Connection } from '@/db/client';
import { refuseElsewhere, staffBehind } from './addresses';
import { canonicalJson } from './canonical';
import type { Actor, Ctx, Tenant } from './context';
import { Refusal } from './errors';
import { idFromUuid } from './ids';

type Claim = { state: 'new' | 'conflict' } | { state: 'replay'; result: unknown };
export type Entered = { actor: Actor; tenant: Tenant; who: string; claim: Claim | null };

type RawActor = {
  kind: Actor['kind'];
  name?: string;
  userId?: string;
  clientId?: string | null;
  keyId?: string;
  sessionId?: string;
  surface?: Actor['surface'];
  language?: string;
  timeZone?: string | null;
  steppedUpAt?: string | null;
  deviceId?: string | null;
  grants?: string[];
  memberships?: { role: string; grants: string[]; scope: Actor['memberships'][number]['scope']; team: string | null }[];
  impersonator?: { userId: string; name: string };
};

function toActor(raw: RawActor): Actor {
  return {
    kind: raw.kind,
    name: raw.name ?? raw.kind,
    grants: raw.grants ?? [],
    memberships: (raw.memberships ?? []).map((m) => ({ ...m, team: m.team ? idFromUuid('team', m.team) : null })),
    ...(raw.userId ? { userId: idFromUuid('user', raw.userId) } : {}),
    ...(raw.clientId ? { clientId: idFromUuid('client', raw.clientId) } : {}),
    ...(raw.keyId ? { keyId: idFromUuid('apiKey', raw.keyId) } : {}),
    ...(raw.sessionId ? { sessionId: idFromUuid('session', raw.sessionId) } : {}),
    ...(raw.surface ? { surface: raw.surface } : {}),
    ...(raw.language ? { language: raw.language } : {}),
    ...(raw.timeZone ? { timeZone: raw.timeZone } : {}),
    ...(raw.steppedUpAt ? { steppedUpAt: new Date(raw.steppedUpAt) } : {}),
    ...(raw.deviceId ? { deviceId: raw.deviceId } : {}),
    ...(raw.impersonator
      ? { impersonator: { userId: idFromUuid('user', raw.impersonator.userId), name: raw.impersonator.name } }
      : {}),
  };
}

/** Shape of the actor in audit rows: who, through which session, in whose name. */
export function actorRecord(actor: Actor): Record<string, unknown> {
  const { kind, name, userId, clientId, keyId, sessionId, impersonator } = actor;
  return { kind, name, userId, clientId, keyId, sessionId, impersonator };
}

/** As the sealed log keeps him: a client by his id alone, for nothing can be taken out of the log when he asks to be forgotten. */
export function auditedActor(actor: Actor): Record<string, unknown> {
  const { name, ...rest } = actorRecord(actor);
  return actor.clientId ? rest : { ...rest, name };
}

export async function actorOfUser(connection: Connection, tenant: string, userUuid: string): Promise<Actor> {
  const { rows } = await connection.query({ text: 'select kernel_user_actor($1, $2) as actor' }, [tenant, userUuid]);
  const raw = rows[0]?.actor as (RawActor & { status: string }) | null | undefined; // shape fixed by kernel_user_actor
  if (raw?.status !== 'active') throw new Refusal('rejected', 'requester_no_longer_active');
  return toActor(raw);
}

const enterStatement = { name: 'kernel_enter', text: 'select kernel_enter($1) as entered' };
const leaveStatement = { name: 'kernel_leave', text: 'select kernel_leave($1)' };

/** BEGIN and kernel_enter in one flush: sets the tenant, checks the session, claims the idempotency key. */
export async function enter(
  connection: Connection,
  ctx: Ctx,
  mode: 'read' | 'write',
  claim?: { key: string; hash: string; verb: string },
): Promise<Entered> {
  const question = {
    ...('id' in ctx.tenant ? { tenant: ctx.tenant.id } : { slug: ctx.tenant.slug }),
    now: ctx.clock.now(),
    credential: ctx.credential,
    ...(claim ? { idempotency: claim } : {}),
    ...(ctx.lease ? { lease: { ...ctx.lease, epoch: ctx.lease.epoch.toString() } } : {}),
  };
  const began = connection.query({ text: mode === 'read' ? 'begin read only' : 'begin' });
  const [, { rows }] = await Promise.all([began, connection.query(enterStatement, [JSON.stringify(question)])]);
  const answer = rows[0]?.entered as {
    refused?: string;
    actor: RawActor;
    tenant: Tenant;
    who: string;
    claim: Claim | null;
  }; // fixed by kernel_enter
  if (answer.refused) throw refusedEntry(answer.refused);
  const actor = toActor(answer.actor);
  refuseElsewhere(answer.tenant, staffBehind(actor), ctx.request);
  return { ...answer, actor };
}

function refusedEntry(reason: string): Refusal {
  if (reason === 'unknown_tenant') return new Refusal('not_found', reason);
  if (reason === 'tenant_suspended') return new Refusal('forbidden', reason);
  if (reason === 'lease_lost') return new Refusal('conflict', reason);
  return new Refusal('unauthenticated', reason);
}

export type Leave = {
  audit: readonly Record<string, unknown>[];
  events: readonly { name: string; data: unknown; at: Date }[];
  decisions?: readonly Record<string, unknown>[];
  idempotency?: { who: string; verb: string; key: string; result: unknown };
};

/** kernel_leave and COMMIT in one flush: audit, outbox and the idempotent answer stand or fall with the work. */
export async function leave(connection: Connection, report: Leave): Promise<void> {
  const { events, decisions, ...rest } = report;
  const body = canonicalJson({
    ...rest,
    ...(events.length > 0 ? { events } : {}),
    ...(decisions && decisions.length > 0 ? { decisions } : {}),
  });
  const left = connection.query(leaveStatement, [body]);
  const [, commit] = await Promise.all([left, connection.query({ text: 'commit' })]);
  // COMMIT of a failed transaction answers ROLLBACK without an error.
  if (commit.command !== 'COMMIT') throw new Error('the transaction was rolled back at commit');
}
