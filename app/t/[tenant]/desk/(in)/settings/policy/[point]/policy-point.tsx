'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { ErrorState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { DraftEditor } from './draft-editor';
import { PublishDraft } from './publish-draft';
import { RuleTable } from './rule-table';

export type Point = Answers['policy']['points'][number];
export type Tables = Answers['policy']['tables'];
export type Rules = Tables['preset'];

/** One decision: what is asked, the rules in force, what is being changed, and every version before. */
export function PolicyPointPage({ name }: { name: string }) {
  const t = useTranslations('settings.policy');
  const trpc = useTRPC();
  const points = useQuery(trpc.policy.points.queryOptions({}));
  const tables = useQuery(trpc.policy.tables.queryOptions({ point: name }));
  const point = points.data?.find((one) => one.name === name);
  if (point && tables.data) return <Detail point={point} tables={tables.data} />;
  return (
    <PageBody className="pt-5">
      <Loaded query={points}>
        {() => (
          <Loaded query={tables}>
            {() => (
              <Panel>
                <ErrorState title={t('missing')} />
              </Panel>
            )}
          </Loaded>
        )}
      </Loaded>
    </PageBody>
  );
}

function Detail({ point, tables }: { point: Point; tables: Tables }) {
  const t = useTranslations('settings.policy');
  const [editing, setEditing] = useState(false);
  const published = tables.versions.filter((one) => one.state === 'published');
  const draft = tables.versions.find((one) => one.state === 'draft') ?? null;
  const [current, ...older] = published;
  const rows = current?.rows ?? tables.preset;
  return (
    <>
      <PageCrumb label={inWords(point.name)} />
      <PageHeader
        title={inWords(point.name)}
        facts={draft ? <Badge tone="pending">{t('hasDraft')}</Badge> : null}
        state={t.rich('pointState', {
          version: current ? t('version', { version: current.version }) : t('presetVersion'),
          count: point.decisions30d,
          b: (text) => <b>{text}</b>,
        })}
        actions={
          <>
            {editing ? null : <Button onClick={() => setEditing(true)}>{t(draft ? 'editDraft' : 'startDraft')}</Button>}
            {draft && !editing ? <PublishDraft draft={draft} /> : null}
          </>
        }
      />
      <PageBody>
        {editing ? (
          <DraftEditor
            point={point}
            from={draft?.rows ?? rows}
            note={draft?.note ?? ''}
            onDone={() => setEditing(false)}
          />
        ) : null}
        {draft && !editing ? (
          <Section title={t('draftOf', { version: draft.version })} note={draft.note}>
            <RuleTable label={t('draft')} rows={draft.rows} fallback={point.default} />
          </Section>
        ) : null}
        <Section
          title={t('rulesInForce')}
          note={
            current?.publishedAt ? (
              <>
                {t('publishedAt')} <RelativeTime at={current.publishedAt} />. {current.note}
              </>
            ) : (
              t('presetNote')
            )
          }
        >
          <RuleTable label={t('rulesInForce')} rows={rows} fallback={point.default} />
        </Section>
        <Section title={t('facts')} note={t('factsNote')}>
          <Panel>
            <dl className="grid gap-x-6 gap-y-2 p-4 sm:grid-cols-2">
              {point.facts.map((fact) => (
                <div key={fact.name}>
                  <dt>
                    <code>{fact.name}</code> <span className="text-subtle text-xs">{fact.type}</span>
                  </dt>
                  <dd className="text-muted-foreground text-xs">
                    {fact.label}
                    {fact.values ? `: ${fact.values.join(', ')}` : ''}
                  </dd>
                </div>
              ))}
            </dl>
          </Panel>
        </Section>
        {older.map((version) => (
          <details key={version.id} className="rounded-md border bg-card">
            <summary className="cursor-pointer px-4 py-2">
              {t('version', { version: version.version })}: {version.note}
            </summary>
            <div className="border-t p-3">
              <RuleTable
                label={t('version', { version: version.version })}
                rows={version.rows}
                fallback={point.default}
              />
            </div>
          </details>
        ))}
      </PageBody>
    </>
  );
}
