import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { toWire } from '@/server/kernel/money';
import { differencesOf, type Terms, type TermsField } from './calc';
import { type PlatformAccount, PlatformFailure, type Secret, type TradingPlatformPort } from './ports';
import { beginCreation, type CreationIntent, type CreationOutcome, recordCreation } from './verbs/creation';
import { type Convergence, needsRecording, readConvergence, recordObserved, type Seen } from './verbs/observe';
import { type OperationOutcome, recordOperation } from './verbs/operation-outcome';
import { beginOperation, type OperationIntent } from './verbs/operations';

export async function platformOf(ctx: Ctx, connectionId: Id<'connection'>): Promise<TradingPlatformPort> {
  const tenantId = 'id' in ctx.tenant ? ctx.tenant.id : null;
  if (!tenantId) throw new TypeError('platforms are spoken to by jobs and gateways, which know their tenant by id');
  return ctx.ports.platform.of(tenantId, connectionId);
}

const secret = (text: string): Secret => ({ reveal: () => text });

/** Nothing was sent or all was refused, for certain. */
const known = (error: unknown): error is PlatformFailure =>
  error instanceof PlatformFailure && error.error.outcomeKnown;

function wordsOf(error: unknown): { code: string; text: string } {
  if (error instanceof PlatformFailure)
    return { code: error.error.code, text: (error.error.raw.text ?? error.error.code).slice(0, 300) };
  if (isRefusal(error)) return { code: error.reason, text: error.reason };
  return { code: 'internal', text: error instanceof Error ? error.name : 'error' };
}

async function create(ctx: Ctx, intent: CreationIntent): Promise<CreationOutcome> {
  const port = await platformOf(ctx, intent.connectionId);
  const { opId, reservedLogin, group, leverage } = intent;
  if (intent.mode === 'look_up') {
    const found = await port.findAccountByOp(opId, reservedLogin ? { reservedLogin } : { group });
    return found ? { kind: 'created', login: found.login, serverId: found.serverId } : { kind: 'absent' };
  }
  const made = await port.createAccount({
    opId,
    group,
    leverage,
    name: intent.name,
    ...(reservedLogin ? { reservedLogin } : {}),
    ...(intent.email ? { email: intent.email } : {}),
    ...(intent.country ? { country: intent.country } : {}),
    masterPassword: secret(intent.masterPassword),
    investorPassword: secret(intent.investorPassword),
  });
  return { kind: 'created', login: made.login, serverId: made.serverId };
}

/** One step of making an account: asks, or looks up what an earlier asking left behind. */
export const createAccount = effect<
  { accountId: Id<'tradingAccount'> },
  CreationIntent,
  CreationOutcome,
  { creation: string; waitMs: number | null }
>({
  name: 'trading.create_account',
  begin: (ctx, { accountId }) => beginCreation(ctx, { id: accountId }),
  call: create,
  lost: (error, { mode }) =>
    mode === 'create' && known(error)
      ? { kind: 'refused', retryable: error.error.retryable, ...wordsOf(error) }
      : { kind: 'unknown', ...wordsOf(error) },
  settle: (ctx, { accountId }, outcome) => recordCreation(ctx, { id: accountId, outcome }),
});

async function move(ctx: Ctx, intent: OperationIntent): Promise<OperationOutcome> {
  const port = await platformOf(ctx, intent.connectionId);
  const account = { platform: intent.platform, serverId: intent.serverId, login: intent.login };
  const since = intent.firstSentAt.toISOString();
  if (intent.mode === 'look_up') {
    const seen = await port.findBalanceOperation(intent.opId, account, since);
    if (!seen.found) return { kind: 'absent' };
    return { kind: 'applied', platformRef: seen.platformRef, amount: seen.amount, extraRefs: [...seen.extraRefs] };
  }
  const result = await port.balanceOperation({
    opId: intent.opId,
    attempt: intent.attempt,
    account,
    kind: intent.kind,
    amount: toWire(intent.amount),
    comment: intent.comment,
    checkMargin: true,
    ...(intent.isRepeat ? { attemptedSince: since } : {}),
  });
  const problem = result.error
    ? { code: result.error.code, text: (result.error.raw.text ?? result.error.code).slice(0, 300) }
    : { code: 'unknown', text: 'no reason given' };
  switch (result.status) {
    case 'applied':
    case 'duplicate':
      return result.platformRef === undefined
        ? { kind: 'unknown', ...problem }
        : { kind: 'applied', platformRef: result.platformRef, amount: null, extraRefs: [] };
    case 'rejected':
      return { kind: 'refused', retryable: result.error?.retryable ?? false, ...problem };
    case 'unknown':
      return { kind: 'unknown', ...problem };
  }
}

/** One step of a movement of money: sends it, or looks up what became of it. */
export const moveMoney = effect<
  { operationId: Id<'balanceOperation'> },
  OperationIntent,
  OperationOutcome,
  { state: string; waitMs: number | null }
>({
  name: 'trading.move_money',
  begin: (ctx, { operationId }) => beginOperation(ctx, { id: operationId }),
  call: move,
  lost: (error) => ({ kind: 'unknown', ...wordsOf(error) }),
  settle: (ctx, { operationId }, outcome) => recordOperation(ctx, { id: operationId, outcome }),
});

type Applied = {
  readonly before: Seen | null;
  readonly after: Seen | null;
  readonly applied: TermsField[];
  readonly problems: { field: string; code: string; text: string }[];
  readonly openPositions: number;
};
type Looked = Applied | { readonly unreachable: string };

const seenOf = (account: PlatformAccount): Seen => ({
  group: account.group,
  leverage: account.leverage,
  trading: account.rights.trading,
  platformGroup: account.platformGroup,
  loginEnabled: account.rights.login === 'enabled',
});

/** A restriction comes first: what the client may no longer do must not wait for a leverage that is refused. */
const orderOfChange: readonly TermsField[] = ['trading', 'group', 'leverage'];

const knownBase = ({ group, leverage, trading }: Convergence['base']): Partial<Terms> => ({
  ...(group === undefined ? {} : { group }),
  ...(leverage === undefined ? {} : { leverage }),
  ...(trading === undefined ? {} : { trading }),
});

async function converge(ctx: Ctx, wanted: Convergence): Promise<Looked> {
  const port = await platformOf(ctx, wanted.connectionId);
  const ref = { platform: wanted.platform, serverId: wanted.serverId, login: wanted.login };
  const first = await port.getAccount(ref);
  if (!first) return { before: null, after: null, applied: [], problems: [], openPositions: 0 };
  const before = seenOf(first);
  const { pending } = differencesOf(wanted.desired, knownBase(wanted.base), before, wanted.tolerated);
  const applied: TermsField[] = [];
  const problems: Applied['problems'] = [];
  for (const field of orderOfChange.filter((name) => pending.includes(name))) {
    try {
      if (field === 'group') await port.setGroup(ref, wanted.desired.group);
      else if (field === 'leverage') await port.setLeverage(ref, wanted.desired.leverage);
      else await port.setRights(ref, { login: first.rights.login, trading: wanted.desired.trading });
      applied.push(field);
    } catch (error) {
      problems.push({ field, ...wordsOf(error) });
    }
  }
  const last = applied.length + problems.length > 0 ? await port.getAccount(ref) : first;
  const positions = await port.positions({ account: ref });
  return { before, after: last && seenOf(last), applied, problems, openPositions: positions.length };
}

/** Reads what is there, applies what was decided, reads back. What somebody else changed is reported, not overwritten. */
export const convergeAccount = effect<
  { accountId: Id<'tradingAccount'> },
  Convergence,
  Looked,
  { inLine: boolean; drift: string[]; unreachable: string | null }
>({
  name: 'trading.converge_account',
  begin: (ctx, { accountId }) => readConvergence(ctx, { id: accountId }),
  call: converge,
  lost: (error) => ({ unreachable: wordsOf(error).text }),
  settle: async (ctx, { accountId }, looked) => {
    if ('unreachable' in looked) return { inLine: false, drift: [], unreachable: looked.unreachable };
    const isQuiet = looked.applied.length === 0 && looked.problems.length === 0 && looked.after !== null;
    if (isQuiet && looked.after && !(await needsRecording(ctx, { id: accountId, after: looked.after })))
      return { inLine: true, drift: [], unreachable: null };
    const { before, after, applied, problems, openPositions } = looked;
    const recorded = await recordObserved(ctx, { id: accountId, before, after, applied, problems, openPositions });
    return { ...recorded, unreachable: null };
  },
});
