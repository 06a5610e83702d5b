'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { formatMinor } from '@/app/_ui/number';
import type { BulkAction, RowResult } from '@/app/_ui/table/types';
import { exponentOf } from '@/server/kernel/amounts';
import type { Id } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';

/** How a list knows its requests; at module scope, because the actions are made of it. */
export type Votes<Row> = {
  /** Which words of the desk's texts: `desk.<area>.bulk`. */
  area: 'withdrawals' | 'approvals';
  id: (row: Row) => string;
  /** The request that waits, or null when there is nothing to decide. */
  request: (row: Row) => Id<'approval'> | null;
  /** Together means inside one band only. */
  band: (row: Row) => string;
  stake: (row: Row) => Money | null;
};

/** "3,200.00 EUR": what the chosen rows are together, per currency. */
function together(amounts: readonly (Money | null)[]): string {
  const sums = new Map<string, bigint>();
  for (const amount of amounts) if (amount) sums.set(amount.asset, (sums.get(amount.asset) ?? 0n) + amount.minor);
  return [...sums].map(([asset, minor]) => `${formatMinor(minor, exponentOf(asset))} ${asset}`).join(', ');
}

/** Many votes at once, inside one approval band only; each row has its own answer, as each has its own checks. */
export function useBulkDecide<Row>(votes: Votes<Row>): ReadonlyArray<BulkAction<Row>> {
  const t = useTranslations(`desk.${votes.area}.bulk`);
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  return useMemo(() => {
    const action = (decision: 'approve' | 'reject'): BulkAction<Row> => ({
      id: decision,
      keys: decision === 'approve' ? 'shift+a' : 'shift+r',
      tone: decision === 'approve' ? 'primary' : 'danger',
      label: (rows) => t(decision, { count: rows.length }),
      blocked: (rows) =>
        rows.some((row) => votes.request(row) === null)
          ? t('notWaiting')
          : new Set(rows.map(votes.band)).size > 1
            ? t('twoBands')
            : null,
      confirm: (rows) => ({
        title: t(`${decision}Title`, { count: rows.length }),
        consequence: t(`${decision}Body`, { money: together(rows.map(votes.stake)) }),
        confirmLabel: t(decision, { count: rows.length }),
        reason: decision === 'reject' ? 'required' : 'optional',
      }),
      run: async (rows, comment) => {
        const results: RowResult[] = [];
        for (const row of rows) {
          const approvalId = votes.request(row);
          if (!approvalId) continue;
          const id = votes.id(row);
          const problem = await attempt(() => api.work.approval.decide.mutate({ approvalId, decision, comment }));
          results.push(
            problem ? { id, ok: false, message: refusal(problem.reason, problem.params) } : { id, ok: true },
          );
        }
        await queries.invalidateQueries();
        return results;
      },
    });
    return [action('approve'), action('reject')];
  }, [api, queries, refusal, t, votes]);
}
