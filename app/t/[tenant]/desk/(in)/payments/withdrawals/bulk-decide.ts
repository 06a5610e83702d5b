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
import type { WithdrawalView } from '@/server/modules/payments/contract';

const decidable = (row: WithdrawalView) => row.state === 'in_review' && row.approvalId !== null;

/** "3,200.00 EUR": what the chosen rows are together, per currency. */
function together(rows: readonly WithdrawalView[]): string {
  const sums = new Map<string, bigint>();
  for (const { amount } of rows) sums.set(amount.asset, (sums.get(amount.asset) ?? 0n) + amount.minor);
  return [...sums].map(([asset, minor]) => `${formatMinor(minor, exponentOf(asset))} ${asset}`).join(', ');
}

/** Many votes at once, inside one approval band only; each row has its own answer, as each has its own checks. */
export function useBulkDecide(): ReadonlyArray<BulkAction<WithdrawalView>> {
  const t = useTranslations('desk.withdrawals');
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  return useMemo(() => {
    const action = (decision: 'approve' | 'reject'): BulkAction<WithdrawalView> => ({
      id: decision,
      tone: decision === 'approve' ? 'primary' : 'danger',
      label: (rows) => t(`bulk.${decision}`, { count: rows.length }),
      blocked: (rows) =>
        !rows.every(decidable)
          ? t('bulk.notWaiting')
          : new Set(rows.map((row) => `${row.policyRow}/${row.needed}`)).size > 1
            ? t('bulk.twoBands')
            : null,
      confirm: (rows) => ({
        title: t(`bulk.${decision}Title`, { count: rows.length }),
        consequence: t(`bulk.${decision}Body`, { money: together(rows) }),
        confirmLabel: t(`bulk.${decision}`, { count: rows.length }),
        reason: decision === 'reject' ? 'required' : 'optional',
      }),
      run: async (rows, comment) => {
        const results: RowResult[] = [];
        for (const { id, approvalId } of rows) {
          if (!approvalId) continue;
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
  }, [api, queries, refusal, t]);
}
