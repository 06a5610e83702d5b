'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Confirm } from '../alert-dialog';
import { Button } from '../button';
import { Kbd } from '../kbd';
import { keyCaps } from '../keys/key-match';
import { useKeys } from '../keys/use-keys';
import { Tooltip } from '../tooltip';
import type { BulkAction, RowResult } from './types';

type BulkBarProps<Row> = {
  rows: readonly Row[];
  actions: ReadonlyArray<BulkAction<Row>>;
  summary?: ReactNode;
  results: ReadonlyMap<string, RowResult>;
  onResults: (results: readonly RowResult[]) => void;
  onClear: () => void;
};

const variants = { default: 'default', primary: 'primary', danger: 'danger' } as const;

function BulkButton<Row>({
  action,
  rows,
  onResults,
}: {
  action: BulkAction<Row>;
  rows: readonly Row[];
  onResults: BulkBarProps<Row>['onResults'];
}) {
  const [pending, setPending] = useState(false);
  const [asking, setAsking] = useState(false);
  const t = useTranslations('common.state');
  const blocked = action.blocked?.(rows) ?? null;
  const run = async (reason: string) => {
    setPending(true);
    try {
      onResults(await action.run(rows, reason));
    } finally {
      setPending(false);
    }
  };
  const start = () => {
    if (blocked || pending) return;
    if (action.confirm) setAsking(true);
    else void run('').catch(() => onResults([{ id: '', ok: false, message: t('errorBody') }]));
  };
  useKeys('table', action.keys ? [{ keys: action.keys, label: action.label(rows), run: start }] : []);
  const button = (
    <Button
      variant={variants[action.tone ?? 'default']}
      pending={pending}
      aria-disabled={blocked ? true : undefined}
      onClick={start}
    >
      {action.label(rows)}
      {action.keys ? keyCaps(action.keys).flatMap((caps) => caps.map((cap) => <Kbd key={cap}>{cap}</Kbd>)) : null}
    </Button>
  );
  const question = action.confirm?.(rows);
  return (
    <>
      {blocked ? <Tooltip content={blocked}>{button}</Tooltip> : button}
      {question ? (
        <Confirm
          open={asking}
          onOpenChange={setAsking}
          {...question}
          tone={action.tone === 'danger' ? 'danger-solid' : 'primary'}
          onConfirm={async (reason) => {
            await run(reason);
          }}
        />
      ) : null}
    </>
  );
}

/** What is selected, in numbers, and what can be done with it. Results stay until the next selection. */
export function BulkBar<Row>({ rows, actions, summary, results, onResults, onClear }: BulkBarProps<Row>) {
  const t = useTranslations('common.table');
  const action = useTranslations('common.action');
  const answered = [...results.values()];
  const refused = answered.filter((result) => !result.ok);
  if (rows.length === 0 && answered.length === 0) return null;
  return (
    <section
      aria-label={t('selected', { count: rows.length })}
      className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-2 border-t bg-card px-6 py-2.5 max-sm:px-4"
      aria-live="polite"
    >
      {rows.length > 0 ? <span className="font-medium">{t('selected', { count: rows.length })}</span> : null}
      {rows.length > 0 && summary ? <span className="text-muted-foreground">{summary}</span> : null}
      {answered.length > 0 ? (
        <span className="text-muted-foreground">
          {t('resultDone', { count: answered.length - refused.length })}
          {refused.length > 0 ? (
            <span className="font-medium text-destructive">, {t('resultRefused', { count: refused.length })}</span>
          ) : null}
        </span>
      ) : null}
      <span className="ms-auto flex flex-wrap items-center gap-2">
        <Button variant="ghost" onClick={onClear}>
          {rows.length > 0 ? t('clearSelection') : action('close')}
        </Button>
        {rows.length > 0
          ? actions.map((item) => <BulkButton key={item.id} action={item} rows={rows} onResults={onResults} />)
          : null}
      </span>
    </section>
  );
}
