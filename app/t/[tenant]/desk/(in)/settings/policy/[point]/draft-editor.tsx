'use client';

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Field } from '@/app/_ui/form/field';
import { Input } from '@/app/_ui/input';
import { Panel, Section } from '@/app/_ui/panel';
import { Textarea } from '@/app/_ui/textarea';
import { fromRules, movedBy, newRow, type RowText, readRows } from './draft-rows';
import type { Point, Rules } from './policy-point';

type Problem = Answers['policy']['saveDraft']['problems'][number];
type Props = { point: Point; from: Rules; note: string; onDone: () => void };

/** Rules as they will be. Saving checks every cell on the server; nothing is in force before somebody publishes. */
export function DraftEditor({ point, from, note: before, onDone }: Props) {
  const t = useTranslations('settings.policy');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const { inForm } = useAct();
  const [rows, setRows] = useState<readonly RowText[]>(() => fromRules(from));
  const [note, setNote] = useState(before);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const change = (key: string, next: Partial<RowText>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...next } : row)));
  const save = async () => {
    const read = readRows(rows);
    if ('unreadable' in read) return setRefused(t('outcomeUnreadable', { row: read.unreadable + 1 }));
    setPending(true);
    const found: Problem[] = [];
    const problem = await inForm(async () => {
      const saved = await api.policy.saveDraft.mutate({ point: point.name, rows: read.rows, note });
      found.push(...saved.problems);
    }, t('draftSaved'));
    setPending(false);
    setProblems(found);
    setRefused(problem && refusal(problem.reason, problem.params));
    if (!problem && found.length === 0) onDone();
  };
  return (
    <Section title={t('draft')} note={t('draftNote')}>
      <Panel>
        {rows.map((row, i) => (
          <RuleRow
            key={row.key}
            row={row}
            number={i + 1}
            problems={problems.filter((one) => one.row === i)}
            onChange={(next) => change(row.key, next)}
            onMove={(by) => setRows((all) => movedBy(all, i, by))}
            onRemove={() => setRows((all) => all.filter((one) => one.key !== row.key))}
          />
        ))}
        <div className="flex flex-col gap-3 px-4 py-3">
          <div>
            <Button size="sm" onClick={() => setRows((all) => [...all, newRow(point.default)])}>
              {t('addRule')}
            </Button>
          </div>
          <Field label={t('note')} hint={t('noteHint')}>
            {(a11y) => (
              <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} {...a11y} />
            )}
          </Field>
          {refused ? (
            <p role="alert" className="text-destructive">
              {refused}
            </p>
          ) : null}
          <div className="flex gap-2">
            <Button onClick={onDone}>{common('cancel')}</Button>
            <Button variant="primary" pending={pending} disabled={note.trim().length < 4} onClick={() => void save()}>
              {t('saveDraft')}
            </Button>
          </div>
        </div>
      </Panel>
    </Section>
  );
}

type RuleRowProps = {
  row: RowText;
  number: number;
  problems: readonly Problem[];
  onChange: (next: Partial<RowText>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

function RuleRow({ row, number, problems, onChange, onMove, onRemove }: RuleRowProps) {
  const t = useTranslations('settings.policy');
  const named = (word: string) => `${word}, ${t('rule')} ${number}`;
  return (
    <div className="grid gap-3 border-b px-4 py-3 lg:grid-cols-[180px_minmax(0,3fr)_minmax(0,2fr)_auto]">
      <Field label={named(t('ruleName'))}>
        {(a11y) => <Input value={row.id} onChange={(event) => onChange({ id: event.target.value })} {...a11y} />}
      </Field>
      <Field label={named(t('when'))} error={problems.map((one) => one.message).join('. ') || undefined}>
        {(a11y) => (
          <Textarea
            rows={Math.max(2, row.when.split('\n').length)}
            className="font-mono text-xs"
            value={row.when}
            onChange={(event) => onChange({ when: event.target.value })}
            {...a11y}
          />
        )}
      </Field>
      <Field label={named(t('then'))}>
        {(a11y) => (
          <Textarea
            rows={2}
            className="font-mono text-xs"
            value={row.outcome}
            onChange={(event) => onChange({ outcome: event.target.value })}
            {...a11y}
          />
        )}
      </Field>
      <span className="flex items-start gap-1 pt-6">
        <Button size="icon-sm" variant="ghost" aria-label={named(t('up'))} onClick={() => onMove(-1)}>
          <ArrowUp size={14} aria-hidden />
        </Button>
        <Button size="icon-sm" variant="ghost" aria-label={named(t('down'))} onClick={() => onMove(1)}>
          <ArrowDown size={14} aria-hidden />
        </Button>
        <Button size="icon-sm" variant="ghost" aria-label={named(t('removeRule'))} onClick={onRemove}>
          <Trash2 size={14} aria-hidden />
        </Button>
      </span>
    </div>
  );
}
