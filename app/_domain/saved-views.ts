'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import type { SavedViews } from '@/app/_ui/table/types';
import { useAct } from './use-act';

const State = z.object({ search: z.string(), columns: z.array(z.string()).nullable() });

/** Own and team views of one table, for DataTable's `views`. The name is the table's id. */
export function useSavedViews(table: string): SavedViews {
  const t = useTranslations('common.table');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const views = useQuery({ ...trpc.work.view.list.queryOptions({ table }), staleTime: 300_000 });
  const rows = views.data?.rows;
  return useMemo(
    () => ({
      list: (rows ?? []).flatMap(({ id, name, isTeam, state }) => {
        const { data } = State.safeParse(state);
        return data ? [{ id, name, scope: isTeam ? ('team' as const) : ('own' as const), ...data }] : [];
      }),
      canShare: true,
      onSave: ({ name, scope, search, columns }) =>
        atOnce(
          () =>
            api.work.view.save.mutate({
              table,
              name,
              isTeam: scope === 'team',
              state: { search, columns: columns ? [...columns] : null },
            }),
          t('viewSaved'),
        ),
      onDelete: async (id) => {
        const mine = rows?.find((row) => row.id === id);
        if (mine) await atOnce(() => api.work.view.remove.mutate({ id: mine.id }));
      },
    }),
    [rows, api, table, atOnce, t],
  );
}
