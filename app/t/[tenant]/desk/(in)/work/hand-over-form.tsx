'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { isId } from '@/server/kernel/ids';
import { workTeams } from '@/server/kernel/work';
import type { WorkRow } from './use-work-acts';

const Fields = z.object({ to: z.string().min(1), note: z.string().trim().min(3).max(2_000) });

/** To a colleague or to a team, with the note that has to be read before the work goes on. */
export function HandOverForm({ row }: { row: WorkRow }) {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { to: '', note: '' } });
  const colleagues = useQuery(trpc.work.item.colleagues.queryOptions({}));
  const options = [
    ...(colleagues.data?.rows.map(({ id, name }) => ({ value: id as string, label: name })) ?? []),
    ...workTeams
      .filter((team) => team !== 'client' && team !== 'system')
      .map((team) => ({ value: team as string, label: t('toTeam', { team: inWords(team) }) })),
  ];
  return (
    <FormDialog
      trigger={<Button>{t('handOver')}</Button>}
      title={t('handOver')}
      description={row.title}
      submit={t('handOver')}
      form={form}
      onSubmit={({ to, note }) => {
        const team = workTeams.find((one) => one === to);
        const whom = isId('user', to) ? { toUserId: to } : team ? { toTeam: team } : {};
        return inForm(() => api.work.item.handOver.mutate({ itemId: row.id, note, ...whom }), t('handedOver'));
      }}
    >
      <FormSelect control={form.control} name="to" label={t('to')} options={options} />
      <FormTextarea control={form.control} name="note" label={t('note')} hint={t('noteHint')} rows={4} />
    </FormDialog>
  );
}
