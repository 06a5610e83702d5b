import type { Connection, Db } from '@/db/client';
import type { Actor, Ctx, RequestFacts, Tenant } from './context';
import { type Id, type IdKind, newId } from './ids';

/** One change of one object, as the audit log keeps it. */
export type AuditInput = {
  readonly object: { readonly type: string; readonly id: string };
  /** Defaults to the verb's name. */
  readonly action?: string;
  /** field → [before, after]. Fields declared sensitive are encrypted under the subject's key before they are stored. */
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** The inputs a decision saw. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  readonly client?: Id<'client'>;
  /** The longer story this belongs to, such as a withdrawal: the key of its timeline. */
  readonly thread?: string;
  /** Whose key encrypts sensitive fields, when it is not the person of `client`. One key a person, so one key destroyed erases him. */
  readonly subject?: `person:${string}`;
  /** Readers outside this group see "under review". */
  readonly restrictedTo?: 'compliance' | 'legal';
};

export type EventInput = { readonly name: string; readonly data: Readonly<Record<string, string>> };

export type DecisionInput = {
  readonly point: string;
  readonly version: string;
  readonly objectId: string;
  readonly client?: Id<'client'>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly outcome: unknown;
  readonly matchedRow: string | null;
};

declare const isRead: unique symbol;
declare const isUow: unique symbol;

/** A read inside the caller's tenant transaction. Only the funnel makes one. */
export type Read = {
  readonly [isRead]: true;
  readonly db: Db;
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly now: Date;
  readonly request: RequestFacts;
  readonly ctx: Ctx;
};

/** A unit of work: the only thing a writing function accepts, so nothing can be written outside the funnel. */
export type Uow = Read & {
  readonly [isUow]: true;
  readonly verb: string;
  /** A statement by name, which the server parses once a connection: for the few that many commands send. */
  readonly call: Connection['query'];
  /** Present when this run is the replay of an approved request. */
  readonly approval?: {
    readonly id: Id<'approval'>;
    readonly approvers: readonly { userId: Id<'user'>; name: string }[];
  };
  id<K extends IdKind>(kind: K): Id<K>;
  audit(entry: AuditInput): void;
  /** Published after commit, at least once. Data holds ids only. */
  emit(event: EventInput): void;
  decided(decision: DecisionInput): Id<'decision'>;
};

export type Ledgered = {
  audits: AuditInput[];
  events: EventInput[];
  decisions: (DecisionInput & { id: Id<'decision'> })[];
};

type ReadFacts = { db: Db; tenant: Tenant; actor: Actor; now: Date; ctx: Ctx };

export function makeRead(facts: ReadFacts): Read {
  // The brand exists in types only; this is the one place that grants it.
  return { ...facts, request: facts.ctx.request } as unknown as Read;
}

export function makeUow(
  read: Read,
  call: Uow['call'],
  verb: string,
  record: Ledgered,
  approval?: Uow['approval'],
): Uow {
  const { clock, rng } = read.ctx;
  const id = <K extends IdKind>(kind: K) => newId(kind, clock, rng);
  const methods = {
    verb,
    call,
    ...(approval ? { approval } : {}),
    id,
    audit: (entry: AuditInput) => {
      record.audits.push({ action: verb, ...entry });
    },
    emit: (event: EventInput) => {
      record.events.push(event);
    },
    decided: (decision: DecisionInput) => {
      const decisionId = id('decision');
      record.decisions.push({ ...decision, id: decisionId });
      return decisionId;
    },
  };
  return { ...read, ...methods } as unknown as Uow; // as above: the brand is granted here
}
