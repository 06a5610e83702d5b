'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { runTone } from '../jobs';
import { RunParts } from './run-parts';

export type Run = Answers['tenancy']['job']['get'];

const isActive = (run: Run) => run.state === 'queued' || run.state === 'running';

/** One run: why it started, what each step left, what failed, and the way to take it up again. */
export function RunPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const run = useQuery({
    ...trpc.tenancy.job.get.queryOptions({ runId: id }),
    refetchInterval: (query) => (query.state.data && isActive(query.state.data) ? 2_000 : false),
  });
  if (run.data) return <Detail run={run.data} />;
  return (
    <PageBody className="pt-5">
      <Loaded query={run}>{() => null}</Loaded>
    </PageBody>
  );
}

function Detail({ run }: { run: Run }) {
  const t = useTranslations('platform');
  const time = (at: Date | null) => (at ? <RelativeTime at={at} /> : t('run.notYet'));
  return (
    <>
      <PageCrumb label={run.functionId} />
      <PageHeader
        title={run.functionId}
        facts={
          <>
            <Badge tone={runTone(run.state)}>{t(`jobs.states.${run.state}`)}</Badge>
            <CopyId value={run.id} bordered />
          </>
        }
        state={t.rich('run.stateLine', {
          state: t(`jobs.states.${run.state}`),
          event: run.eventName ?? t('run.schedule'),
          b: (text) => <b>{text}</b>,
        })}
        actions={<ChangeRun run={run} />}
      />
      <PageBody>
        <Panel className="px-4 py-3">
          <Facts
            facts={[
              { label: t('run.queued'), value: time(run.queuedAt) },
              { label: t('run.started'), value: time(run.startedAt) },
              { label: t('run.ended'), value: time(run.endedAt) },
              ...(run.error ? [{ label: t('run.error'), value: run.error }] : []),
              ...(run.cancelReason ? [{ label: t('run.reason'), value: run.cancelReason }] : []),
            ]}
          />
        </Panel>
        <RunParts run={run} />
      </PageBody>
    </>
  );
}

function ChangeRun({ run }: { run: Run }) {
  const t = useTranslations('platform.run');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const done = run.steps.filter((step) => step.state === 'completed').length;
  const open = run.steps.length - done;
  const change = (what: 'retry' | 'cancel') => async (reason: string) => {
    const answer: { outcome?: 'done' | 'refused' | 'unknown' } = {};
    const refused = await inDialog(async () => {
      Object.assign(answer, await api.tenancy.job.change.mutate({ runId: run.id, change: what, reason }));
    });
    if (refused) return refused;
    return answer.outcome === 'done' ? undefined : t(answer.outcome ?? 'unknown');
  };
  if (isActive(run))
    return (
      <Confirm
        trigger={<Button variant="danger">{t('cancel')}</Button>}
        title={t('cancelTitle')}
        consequence={t('cancelBody', { done })}
        confirmLabel={t('cancel')}
        reason="required"
        onConfirm={change('cancel')}
      />
    );
  if (run.state === 'completed') return null;
  return (
    <Confirm
      trigger={<Button variant="primary">{t('retry')}</Button>}
      title={t('retryTitle')}
      consequence={t('retryBody', { done, open })}
      confirmLabel={t('retry')}
      tone="primary"
      reason="required"
      onConfirm={change('retry')}
    />
  );
}
