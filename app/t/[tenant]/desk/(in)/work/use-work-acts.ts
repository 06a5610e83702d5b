'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import type { BulkAction, RowResult } from '@/app/_ui/table/types';

export type WorkRow = Answers['work']['item']['list']['rows'][number];

/** A note that came with the item is read before anything else is done with it. */
export const hasUnreadNote = (row: WorkRow): boolean => row.handoverNote !== null && !row.isNoteRead;

/** Claim and release of one item or of many; of many each has its own answer. */
export function useWorkActs() {
  const t = useTranslations('reporting.work');
  const api = useTRPCClient();
  const { atOnce, inForm } = useAct();
  const refusal = useRefusalText();
  return useMemo(() => {
    const verbs = { claim: api.work.item.claim, release: api.work.item.release } as const;
    const many = (verb: keyof typeof verbs, keys: string): BulkAction<WorkRow> => ({
      id: verb,
      keys,
      ...(verb === 'claim' ? { tone: 'primary' as const } : {}),
      label: (rows) => t(verb === 'claim' ? 'claimMany' : 'releaseMany', { count: rows.length }),
      blocked: (rows) => (rows.some(hasUnreadNote) ? t('noteFirst') : null),
      run: async (rows) => {
        const results: RowResult[] = [];
        for (const row of rows) {
          const problem = await attempt(() => verbs[verb].mutate({ itemId: row.id }));
          results.push(
            problem
              ? { id: row.id, ok: false, message: refusal(problem.reason, problem.params) }
              : { id: row.id, ok: true },
          );
        }
        await inForm(() => Promise.resolve());
        return results;
      },
    });
    return {
      claim: (row: WorkRow) => atOnce(() => api.work.item.claim.mutate({ itemId: row.id }), t('claimed')),
      release: (row: WorkRow) => atOnce(() => api.work.item.release.mutate({ itemId: row.id }), t('released')),
      resume: (row: WorkRow) => atOnce(() => api.work.item.resume.mutate({ itemId: row.id }), t('resumed')),
      readNote: (row: WorkRow) => atOnce(() => api.work.item.readNote.mutate({ itemId: row.id })),
      bulk: [many('claim', 'c'), many('release', 'shift+c')],
    };
  }, [api, atOnce, inForm, refusal, t]);
}
