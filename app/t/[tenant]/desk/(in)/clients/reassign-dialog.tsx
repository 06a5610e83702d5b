'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { ClientChoice, ReassignTarget } from '@/server/modules/clients/ownership-contract';

type Load = Answers['clients']['owners']['loads']['rows'][number];
type Run = Answers['clients']['owners']['run'];
type Option = { value: string; label: string; target: ReassignTarget };

/** Everybody and every team clients can be given to; a team can keep them in its queue or deal them out among a role. */
function useTargets(): readonly Option[] {
  const t = useTranslations('desk.reassign');
  const trpc = useTRPC();
  const loads = useQuery({ ...trpc.clients.owners.loads.queryOptions({}), retry: false });
  const rows: readonly Load[] = loads.data?.rows ?? [];
  const options: Option[] = [{ value: 'rules', label: t('byRules'), target: { to: 'rules' } }];
  for (const { ownerId, name, clients } of [...rows].sort((a, b) => a.name.localeCompare(b.name)))
    options.push({ value: ownerId, label: t('person', { name, count: clients }), target: { to: 'owner', ownerId } });
  const teams = new Map(rows.flatMap(({ teamId, team }) => (teamId && team ? [[teamId, team] as const] : [])));
  for (const [teamId, team] of teams) {
    options.push({ value: teamId, label: t('queue', { team }), target: { to: 'team', teamId, share: null } });
    const roles = new Set(rows.filter((row) => row.teamId === teamId).flatMap((row) => row.roles));
    for (const share of roles)
      options.push({
        value: `${teamId} ${share}`,
        label: t('share', { team, role: inWords(share) }),
        target: { to: 'team', teamId, share },
      });
  }
  return options;
}

const shape = z.object({ to: z.string().min(1), reason: z.string().trim().min(4).max(500) });
type Props = { of: ClientChoice; onClose: (run: Run | null) => void };

/** Counts first, then the run with its progress; closing it does not stop what was started. */
export function ReassignDialog({ of, onClose }: Props) {
  const t = useTranslations('desk.reassign');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [run, setRun] = useState<Run | null>(null);
  const targets = useTargets();
  const form = useZodForm(shape, { defaultValues: { to: '', reason: '' } });
  const target = targets.find((one) => one.value === form.watch('to'))?.target;
  return (
    <Dialog open onOpenChange={(open) => (open ? null : onClose(run))}>
      <DialogContent title={t('title')} description={t('lead')}>
        {run ? (
          <DialogBody>
            <Progress run={run} onFinished={onClose} />
          </DialogBody>
        ) : (
          <Form
            form={form}
            className="min-h-0 gap-0"
            onSubmit={({ reason }) =>
              inForm(async () => {
                if (target) setRun(await api.clients.owners.reassign.mutate({ of, target, reason }));
              })
            }
          >
            <DialogBody className="flex flex-col gap-4">
              <FormAlert />
              <FormSelect control={form.control} name="to" label={t('to')} options={targets} />
              {target ? <Preview of={of} target={target} /> : null}
              <FormTextarea control={form.control} name="reason" label={t('reason')} />
            </DialogBody>
            <DialogFooter>
              <SubmitButton>{t('submit')}</SubmitButton>
            </DialogFooter>
          </Form>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Preview({ of, target }: { of: ClientChoice; target: ReassignTarget }) {
  const t = useTranslations('desk.reassign');
  const trpc = useTRPC();
  const refusal = useRefusalText();
  const preview = useQuery({ ...trpc.clients.owners.preview.queryOptions({ of, target }), retry: false });
  if (preview.error) {
    const { reason, params } = problemOf(preview.error);
    return <p className="text-destructive">{refusal(reason, params)}</p>;
  }
  if (!preview.data) return <p className="text-muted-foreground">{t('counting')}</p>;
  const { total, unchanged, from, to } = preview.data;
  const list = (rows: typeof from) =>
    rows.map(({ name, clients }) => t('side', { name: name ?? t('nobody'), count: clients })).join(', ');
  return (
    <div className="rounded-md border bg-muted px-3 py-2" aria-live="polite">
      <p className="font-medium">{t('counts', { moving: total - unchanged, unchanged })}</p>
      {from.length > 0 ? (
        <p className="text-muted-foreground">
          {t('from')} {list(from)}
          <br />
          {t('into')} {list(to)}
        </p>
      ) : null}
    </div>
  );
}

function Progress({ run: started, onFinished }: { run: Run; onFinished: (run: Run) => void }) {
  const t = useTranslations('desk.reassign');
  const trpc = useTRPC();
  const poll = useQuery({
    ...trpc.clients.owners.run.queryOptions({ id: started.id }),
    initialData: started,
    refetchInterval: ({ state }) => (state.data?.finishedAt ? false : 1_000),
  });
  const { moved, unchanged, refused, total, finishedAt } = poll.data;
  return (
    <div className="flex flex-col gap-3">
      <progress className="w-full" value={moved + unchanged + refused} max={total} aria-label={t('title')} />
      <p aria-live="polite">{t('progress', { moved, unchanged, refused, total })}</p>
      <p className="text-muted-foreground">{t(finishedAt ? 'finished' : 'carriesOn')}</p>
      <Button className="self-end" onClick={() => onFinished(poll.data)}>
        {t('close')}
      </Button>
    </div>
  );
}
