import type { z } from 'zod';
import type { ActorKind, Ctx } from './context';
import type { Limit } from './limits';
import type { Read, Uow } from './uow';

/** When a command needs a second person: what the approver sees and who may decide. null means it may run now. */
export type ApprovalNeed = {
  readonly needed: number;
  /** Grant an approver must hold; never the requester. */
  readonly decideGrant: string;
  readonly summary: string;
  readonly object: { readonly type: string; readonly id: string };
  readonly client?: string;
  readonly stake?: { readonly minor: bigint; readonly asset: string };
  readonly policyVersion: string;
  /** Kind of the work item, when the object has a page of its own where the decision is worked: one row, not two. */
  readonly workedAs?: string;
  /** Only this group hears that something waits, and why. */
  readonly restrictedTo?: 'compliance' | 'legal';
  /** The checks as the requester's run saw them; the replay shows what changed since. */
  readonly checks: Readonly<Record<string, unknown>>;
};

export type Parked = { readonly parked: string };

type Common<I extends z.ZodType, O extends z.ZodType> = {
  /** `module.object.verb`: at once the grant, the audit action, the log key and the operation id. */
  readonly name: string;
  /** Which kinds of user may call at all. Staff, partners and API keys also need the grant of this name. */
  readonly actors: readonly ActorKind[];
  /** True when staff and partners act on their own account only (their password, their sessions): no grant needed. */
  readonly ownAccount?: boolean;
  readonly input: I;
  readonly output: O;
};

export type CommandSpec<I extends z.ZodType, O extends z.ZodType> = Common<I, O> & {
  /** Proof of identity not older than ten minutes. */
  readonly stepUp?: boolean;
  /** A refusal leaves a security_event behind. */
  readonly auditRefusal?: boolean;
  /** The result holds a secret: it is not stored, and a replay answers `already_done`. */
  readonly secretOutput?: boolean;
  readonly secretInput?: boolean;
  /** Attempts counted before anything runs and kept when the verb refuses: guessing costs the guesser. */
  readonly limits?: (input: z.output<I>, ctx: Ctx) => readonly Limit[];
  readonly approval?: (uow: Uow, input: z.output<I>) => Promise<ApprovalNeed | null>;
  /** What must happen when an approver says no, or nobody decides in time. Runs in the transaction of the refusal. */
  readonly rejected?: (uow: Uow, input: z.output<I>, why: { reason: string; expired: boolean }) => Promise<void>;
  readonly run: (uow: Uow, input: z.output<I>) => Promise<z.output<O>>;
};

export type QuerySpec<I extends z.ZodType, O extends z.ZodType> = Common<I, O> & {
  readonly run: (read: Read, input: z.output<I>) => Promise<z.output<O>>;
};

export type Verb = {
  readonly kind: 'command' | 'query';
  readonly spec: CommandSpec<z.ZodType, z.ZodType> | QuerySpec<z.ZodType, z.ZodType>;
};

/** Every verb of every loaded module: the matrix tests, the role editor and the palette are generated from it. */
const registry = new Map<string, Verb>();
export const verbs = (): ReadonlyMap<string, Verb> => registry;

export function register(verb: Verb): void {
  const { name } = verb.spec;
  if (!/^[a-z]+(\.[a-z_]+){1,3}$/.test(name)) throw new TypeError(`verb name ${name} is not module.object.verb`);
  if (registry.has(name) && registry.get(name)?.spec.run.toString() !== verb.spec.run.toString())
    throw new TypeError(`verb ${name} is defined twice`);
  registry.set(name, verb);
}

export function isParked(result: unknown): result is Parked {
  return typeof result === 'object' && result !== null && 'parked' in result && typeof result.parked === 'string';
}
