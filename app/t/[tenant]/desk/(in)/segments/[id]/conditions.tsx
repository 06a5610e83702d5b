'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Input } from '@/app/_ui/input';
import { Panel, Section } from '@/app/_ui/panel';
import { Conditions } from '@/server/modules/engagement/conditions-contract';
import type { SegmentView, VersionView } from '@/server/modules/engagement/contract';
import { Builder } from './builder';
import { Count, useCount } from './count';
import { type Options, useConditionWords, useOptions } from './words';

/** The conditions in force in words, and the draft that is to take their place. */
export function SegmentConditions({ segment }: { segment: SegmentView }) {
  const t = useTranslations('engagement.segments');
  const may = useMay();
  const options = useOptions();
  const [isEditing, setEditing] = useState(false);
  const inForce = segment.versions.find(({ version }) => version === segment.version);
  const draft = segment.versions.find(({ publishedAt }) => publishedAt === null);
  const begun = draft ?? inForce;
  const mayEdit = may('engagement.segment.draft');
  return (
    <>
      {inForce ? (
        <Section
          title={t('conditionsOf', { version: inForce.version })}
          aside={
            mayEdit && !draft && !isEditing ? (
              <Button size="sm" onClick={() => setEditing(true)}>
                {t('edit')}
              </Button>
            ) : null
          }
        >
          <Words conditions={inForce.conditions} options={options} />
        </Section>
      ) : null}
      {begun && (draft || isEditing) ? (
        <Section title={t('draftOf', { version: draft?.version ?? (inForce?.version ?? 0) + 1 })}>
          {mayEdit ? (
            <Draft
              key={draft?.at.getTime() ?? 0}
              segment={segment}
              begun={begun}
              isSaved={draft !== undefined}
              options={options}
            />
          ) : (
            <Words conditions={begun.conditions} options={options} />
          )}
        </Section>
      ) : null}
    </>
  );
}

function Words({ conditions, options }: { conditions: Conditions; options: Options }) {
  const t = useTranslations('engagement.segments');
  const words = useConditionWords(options);
  return (
    <Panel className="flex flex-col gap-2 px-4 py-3">
      {conditions.anyOf.map(({ allOf }, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place
        <div key={group}>
          {group > 0 ? <p className="pb-2 text-muted-foreground text-xs">{t('anyOf')}</p> : null}
          <ul className="flex flex-col gap-1">
            {allOf.map((condition) => (
              <li key={words(condition)}>{words(condition)}</li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}

type DraftProps = { segment: SegmentView; begun: VersionView; isSaved: boolean; options: Options };

function Draft({ segment, begun, isSaved, options }: DraftProps) {
  const t = useTranslations('engagement.segments');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce, inDialog } = useAct();
  const [conditions, setConditions] = useState(begun.conditions);
  const [note, setNote] = useState(isSaved ? begun.note : '');
  const { count, run, reset } = useCount();
  const isFit = Conditions.safeParse(conditions).success;
  const isChanged = !isSaved || conditions !== begun.conditions || note !== begun.note;
  const version = isSaved ? begun.version : begun.version + 1;
  return (
    <div className="flex flex-col gap-3">
      <Builder
        value={conditions}
        options={options}
        onChange={(next) => {
          reset();
          setConditions(next);
        }}
      />
      <Count count={count} isFit={isFit} onRun={() => void run(conditions)} />
      <div className="flex flex-wrap items-end gap-2">
        <Input
          aria-label={t('note')}
          placeholder={t('note')}
          maxLength={300}
          className="min-w-60 flex-1"
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <Button
          disabled={!isFit || !isChanged || note.trim().length < 4}
          onClick={() =>
            void atOnce(
              () => api.engagement.segments.draft.mutate({ id: segment.id, conditions, note: note.trim() }),
              t('saved'),
            )
          }
        >
          {t('saveDraft')}
        </Button>
        {may('engagement.segment.publish') ? (
          <Confirm
            trigger={
              <Button variant="primary" disabled={isChanged || !isFit || count?.isDone !== true}>
                {t('publish')}
              </Button>
            }
            title={t('publishTitle', { version })}
            consequence={t('publishBody', { matched: count?.matched ?? 0 })}
            confirmLabel={t('publish')}
            tone="primary"
            onConfirm={() => inDialog(() => api.engagement.segments.publish.mutate({ id: segment.id }), t('published'))}
          />
        ) : null}
      </div>
    </div>
  );
}
