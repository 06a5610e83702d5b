import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { effect } from '@/server/kernel/effect';
import { found } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { fromDecimalString } from '@/server/kernel/money';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { balanceOf, trading } from '@/server/modules/ledger';
import { type AccountRow, accountById, dealSumsOf, operationInFlight, platformOf } from '@/server/modules/trading';
import { type Difference, differencesOf, type Figures } from './calc';
import { Outcome } from './contract';
import { type BreakRow, insertBreak, standingBreaks, updateBreak } from './repository';

const Subject = z.object({
  accountId: idSchema('tradingAccount'),
  connectionId: idSchema('connection'),
  platform: z.enum(['mt5', 'mt4', 'ctrader', 'matchtrader']),
  serverId: z.string(),
  login: z.string(),
  currency: z.string(),
});
type Subject = z.output<typeof Subject>;

/** Live accounts on a platform; play money is in no book. */
export const readSubject = query({
  name: 'reconciliation.account.read_subject',
  actors: ['job'],
  input: z.object({ accountId: idSchema('tradingAccount') }),
  output: Subject.nullable(),
  run: async (read, { accountId }) => {
    const account = found(await accountById(read, accountId), 'account_not_found');
    const { login, serverId } = account;
    if (login === null || serverId === null || account.environment !== 'live') return null;
    const platform = Subject.shape.platform.parse(account.platform);
    return { accountId, connectionId: account.connectionId, platform, serverId, login, currency: account.currency };
  },
});

const Compared = z.object({
  outcome: Outcome,
  asset: z.string(),
  ledgerMinor: z.bigint(),
  platformMinor: z.bigint(),
});
type Compared = z.output<typeof Compared>;

type Judged = { readonly figures: Figures; readonly isWaiting: boolean };

/** Money under way makes the figures differ for good reasons: nothing is said about them before it has arrived. */
async function judge(read: Read, account: AccountRow, platform: bigint): Promise<Judged> {
  const owner = { client: account.clientId, entity: account.entityId };
  const book = trading(owner, account.login ?? '', account.currency);
  const [{ posted }, deals, busy] = await Promise.all([
    balanceOf(read, book),
    dealSumsOf(read, account.id),
    operationInFlight(read, account.id),
  ]);
  return {
    figures: { ledger: posted.minor, deals: deals.total, platform },
    isWaiting: busy !== null || deals.waiting > 0,
  };
}

const Looked = z.object({ accountId: idSchema('tradingAccount'), platformMinor: z.bigint() });

/** What the figures say, without writing anything. */
export const weigh = query({
  name: 'reconciliation.account.weigh',
  actors: ['job'],
  input: Looked,
  output: Compared.extend({ mustRecord: z.boolean() }),
  run: async (read, { accountId, platformMinor }) => {
    const account = found(await accountById(read, accountId), 'account_not_found');
    const { figures, isWaiting } = await judge(read, account, platformMinor);
    const differences = differencesOf(figures);
    const outcome = isWaiting ? 'waiting' : differences.length > 0 ? 'suspect' : 'matched';
    const standing = outcome === 'matched' ? await standingBreaks(read, accountId) : [];
    const { ledger: ledgerMinor } = figures;
    return { outcome, asset: account.currency, ledgerMinor, platformMinor, mustRecord: standing.length > 0 } as const;
  },
});

/** Opens, keeps and closes breaks by what is seen now. Nothing corrects itself. */
export const recordComparison = command({
  name: 'reconciliation.account.record',
  actors: ['job'],
  input: Looked.extend({ runId: idSchema('reconciliationRun') }),
  output: Compared,
  run: async (uow, { accountId, platformMinor, runId }): Promise<Compared> => {
    const account = found(await accountById(uow, accountId), 'account_not_found');
    const { figures, isWaiting } = await judge(uow, account, platformMinor);
    const seen = { asset: account.currency, ledgerMinor: figures.ledger, platformMinor };
    const differences = isWaiting ? [] : differencesOf(figures);
    uow.audit({
      object: { type: 'tradingAccount', id: accountId },
      client: account.clientId,
      facts: { run: runId, ...figures, isWaiting, differences },
    });
    if (isWaiting) return { ...seen, outcome: 'waiting' };
    const standing = await standingBreaks(uow, accountId);
    for (const gone of standing.filter((row) => !differences.some(({ kind }) => kind === row.kind)))
      await closeBreak(uow, gone);
    for (const difference of differences) {
      const known = standing.find((row) => row.kind === difference.kind);
      await keepBreak(uow, { account, runId, figures, difference, known });
    }
    return { ...seen, outcome: differences.length > 0 ? 'break' : 'matched' };
  },
});

async function closeBreak(uow: Uow, row: BreakRow): Promise<void> {
  await updateBreak(uow, row.id, { state: 'closed', closedAt: uow.now, seenAt: uow.now });
  await closeWork(uow, row.id, 'gone', 'reconciliation_break');
  uow.audit({
    action: 'reconciliation.break.closed',
    object: { type: 'breakItem', id: row.id },
    client: row.clientId,
    changes: { state: [row.state, 'closed'] },
  });
}

type Kept = {
  readonly account: AccountRow;
  readonly runId: Id<'reconciliationRun'>;
  readonly figures: Figures;
  readonly difference: Difference;
  readonly known: BreakRow | undefined;
};

async function keepBreak(uow: Uow, { account, runId, figures, difference, known }: Kept): Promise<void> {
  const now = {
    ledgerMinor: figures.ledger,
    dealsMinor: figures.deals,
    platformMinor: figures.platform,
    differenceMinor: difference.minor,
    seenAt: uow.now,
  };
  if (known && known.differenceMinor === difference.minor) return updateBreak(uow, known.id, now);
  const id = known?.id ?? uow.id('breakItem');
  if (known) await updateBreak(uow, id, { ...now, state: 'open', explanation: null, explainedBy: null });
  else
    await insertBreak(uow, {
      ...now,
      id,
      runId,
      kind: difference.kind,
      accountId: account.id,
      clientId: account.clientId,
      login: account.login ?? '',
      asset: account.currency,
      state: 'open',
      openedAt: uow.now,
    });
  uow.audit({
    action: 'reconciliation.break.opened',
    object: { type: 'breakItem', id },
    client: account.clientId,
    changes: { differenceMinor: [known?.differenceMinor ?? null, difference.minor] },
    facts: { kind: difference.kind, login: account.login, asset: account.currency, ...figures },
  });
  const minor = difference.minor < 0n ? -difference.minor : difference.minor;
  await raiseWork(uow, {
    kind: 'reconciliation_break',
    object: { type: 'breakItem', id },
    title: `${account.login}: ${difference.kind === 'ledger' ? 'our books' : 'its deals'} differ from the platform's balance`,
    team: 'finance',
    client: account.clientId,
    priority: 1,
    stake: { minor, asset: account.currency },
  });
  uow.emit({ name: 'reconciliation/break.opened', data: { breakId: id, clientId: account.clientId } });
}

type Shown = { readonly platformMinor: bigint } | { readonly unreachable: true };

async function ask(ctx: Ctx, { connectionId, currency, ...account }: Subject): Promise<Shown> {
  const port = await platformOf(ctx, connectionId);
  const shown = await port.getAccount(account);
  return shown ? { platformMinor: fromDecimalString(shown.balance.amount, currency).minor } : { unreachable: true };
}

/**
 * Compares one account. A difference seen for the first time is `suspect`: deals may still be on their way. With `isFinal` it
 * is a break.
 */
export const compareAccount = effect<
  { runId: Id<'reconciliationRun'>; accountId: Id<'tradingAccount'>; isFinal: boolean },
  { subject: Subject; runId: Id<'reconciliationRun'>; isFinal: boolean },
  Shown,
  Compared | null
>({
  name: 'reconciliation.compare_account',
  begin: async (ctx, { runId, accountId, isFinal }) => {
    const subject = await readSubject(ctx, { accountId });
    return subject && { subject, runId, isFinal };
  },
  call: (ctx, { subject }) => ask(ctx, subject),
  lost: () => ({ unreachable: true }),
  settle: async (ctx, { subject, runId, isFinal }, shown) => {
    const { accountId, currency: asset } = subject;
    if ('unreachable' in shown) return { outcome: 'unreachable', asset, ledgerMinor: 0n, platformMinor: 0n };
    const { platformMinor } = shown;
    const { mustRecord, ...weighed } = await weigh(ctx, { accountId, platformMinor });
    if (!mustRecord && !(isFinal && weighed.outcome === 'suspect')) return weighed;
    return recordComparison(ctx, { accountId, platformMinor, runId });
  },
});
