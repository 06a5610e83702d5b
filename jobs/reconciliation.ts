import type { Id } from '@/server/kernel/ids';
import { compareAccount, finishRun, startRun } from '@/server/modules/reconciliation';
import { walkAccounts } from '@/server/modules/trading';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'reconciliation';

type Event = Parameters<typeof jobCtx>[0];
type RunId = Id<'reconciliationRun'>;
type AccountId = Id<'tradingAccount'>;

/** What one page of accounts came to. Minor units are text, because a step's answer is JSON. */
type Page = {
  readonly next: AccountId | null;
  readonly counts: Record<string, number>;
  readonly sums: Record<string, { ledger: string; platform: string }>;
  readonly suspects: AccountId[];
};

async function compareAll(
  event: Event,
  runId: RunId,
  ids: readonly AccountId[],
  isFinal: boolean,
): Promise<Omit<Page, 'next'>> {
  const counts: Record<string, number> = {};
  const sums: Record<string, { ledger: string; platform: string }> = {};
  const suspects: AccountId[] = [];
  for (const accountId of ids) {
    const said = await compareAccount(jobCtx(event, job), { runId, accountId, isFinal });
    const outcome = said?.outcome ?? 'skipped';
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (outcome === 'suspect') suspects.push(accountId);
    else if (said && outcome !== 'unreachable') {
      const sum = sums[said.asset] ?? { ledger: '0', platform: '0' };
      sums[said.asset] = {
        ledger: (BigInt(sum.ledger) + said.ledgerMinor).toString(),
        platform: (BigInt(sum.platform) + said.platformMinor).toString(),
      };
    }
  }
  return { counts, sums, suspects };
}

function together(pages: readonly Omit<Page, 'next'>[]) {
  const count = (name: string) => pages.reduce((sum, page) => sum + (page.counts[name] ?? 0), 0);
  const totals = new Map<string, { ledger: bigint; platform: bigint }>();
  for (const [asset, { ledger, platform }] of pages.flatMap((page) => Object.entries(page.sums))) {
    const sum = totals.get(asset) ?? { ledger: 0n, platform: 0n };
    totals.set(asset, { ledger: sum.ledger + BigInt(ledger), platform: sum.platform + BigInt(platform) });
  }
  const [matched, waiting, unreachable, breaks] = [
    count('matched'),
    count('waiting'),
    count('unreachable'),
    count('break'),
  ];
  return {
    accounts: matched + waiting + unreachable + breaks,
    matched,
    waiting,
    unreachable,
    breaks,
    totals: [...totals].map(([asset, sum]) => ({
      asset,
      ledger: sum.ledger.toString(),
      platform: sum.platform.toString(),
    })),
  };
}

/** Every account against its platform. What differs is looked at again after a while, because deals may be on their way. */
export const compare = inngest.createFunction(
  {
    id: 'reconciliation-compare',
    triggers: [{ event: 'reconciliation/run.requested' }],
    retries: 4,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const runId = idOf<RunId>(event, 'runId');
    const pages: Page[] = [];
    let after: AccountId | null = null;
    for (let n = 1; n === 1 || after; n += 1) {
      const from: AccountId | null = after;
      const page: Page = await step.run(`accounts ${n}`, async () => {
        const found = await walkAccounts(jobCtx(event, job), { after: from, limit: 50 });
        const ids = found.rows.map((row) => row.id);
        return { ...(await compareAll(event, runId, ids, false)), next: found.next };
      });
      pages.push(page);
      after = page.next;
    }
    const suspects = pages.flatMap((page) => page.suspects);
    const again: Omit<Page, 'next'>[] = [];
    if (suspects.length > 0) {
      await step.sleep('deals arrive', 15_000);
      for (let at = 0; at < suspects.length; at += 50)
        again.push(await step.run(`again ${at}`, () => compareAll(event, runId, suspects.slice(at, at + 50), true)));
    }
    await step.run('finish', () => finishRun(jobCtx(event, job), { id: runId, ...together([...pages, ...again]) }));
  },
);

export const nightly = inngest.createFunction(
  { id: 'reconciliation-nightly', triggers: [{ cron: '30 2 * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'reconciliation/night.due', data: { tenantId: id } })),
    );
  },
);

export const nightlyTenant = inngest.createFunction(
  { id: 'reconciliation-nightly-tenant', triggers: [{ event: 'reconciliation/night.due' }], retries: 3 },
  async ({ event, step }) => {
    await step.run('start', () => startRun(jobCtx(event, job, 'start'), {}));
  },
);

export const reconciliationJobs = [compare, nightly, nightlyTenant];
