'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/app/_ui/badge';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Run } from './run-page';

const tones: Record<Run['steps'][number]['state'], Tone> = {
  open: 'pending',
  failed: 'destructive',
  completed: 'success',
};

/** Raw JSON, folded until somebody wants it. */
function Raw({ label, json }: { label: ReactNode; json: string }) {
  return (
    <details className="border-b px-4 py-2 last:border-b-0">
      <summary className="cursor-pointer text-muted-foreground text-xs">{label}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="mt-2 max-h-80 overflow-auto text-xs scroll-thin">
        {json}
      </pre>
    </details>
  );
}

export function RunParts({ run }: { run: Run }) {
  const t = useTranslations('platform.run');
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Section title={t('steps')} count={run.steps.length}>
        <Panel>
          {run.steps.length === 0 ? <EmptyState title={t('noSteps')} /> : null}
          {run.steps.map((step) => (
            <div key={step.id} className="border-b last:border-b-0">
              <ListRow
                className="border-b-0"
                title={step.name}
                note={step.kind}
                value={<Badge tone={tones[step.state]}>{t(`stepStates.${step.state}`)}</Badge>}
                valueNote={<RelativeTime at={step.endedAt ?? step.createdAt} />}
              />
              {step.result ? <Raw label={t('result')} json={step.result} /> : null}
            </div>
          ))}
        </Panel>
      </Section>
      <div className="flex min-w-0 flex-col gap-6">
        <Section title={t('failures')} count={run.failures.length}>
          <Panel>
            {run.failures.length === 0 ? <EmptyState title={t('noFailures')} /> : null}
            {run.failures.map((failure) => (
              <div key={`${failure.stepId} ${failure.attempt}`} className="border-b px-4 py-2 last:border-b-0">
                <p className="break-words">{failure.error}</p>
                <p className="text-muted-foreground text-xs">
                  {t('attempt', { attempt: failure.attempt + 1, step: failure.stepId.slice(0, 8) })}{' '}
                  <RelativeTime at={failure.at} />
                </p>
              </div>
            ))}
          </Panel>
        </Section>
        <Section title={t('waiting')} count={run.waiting.length}>
          <Panel>
            {run.waiting.length === 0 ? <EmptyState title={t('nothingWaits')} /> : null}
            {run.waiting.map((job) => (
              <ListRow
                key={`${job.kind} ${job.due.getTime()}`}
                title={job.kind}
                value={job.isRunning ? t('runsNow') : <RelativeTime at={job.due} />}
                note={t('due')}
              />
            ))}
          </Panel>
        </Section>
        <Section title={t('events')} count={run.events.length}>
          <Panel>
            {run.events.map((event) => (
              <Raw key={event.json} label={event.name} json={event.json} />
            ))}
          </Panel>
        </Section>
      </div>
    </div>
  );
}
