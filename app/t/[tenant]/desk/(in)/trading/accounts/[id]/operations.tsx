'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords, toneOf } from '@/app/_domain/labels';
import { NotYours, useMay } from '@/app/_domain/may';
import { SecondPerson } from '@/app/_domain/second-person';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { OperationView } from '@/server/modules/trading/contract';
import { DecideOperation } from './decide-operation';

const c = columnsOf<OperationView>();
const inFlight: ReadonlySet<string> = new Set(['intent', 'sent', 'unknown']);

const leaves: ReadonlySet<string> = new Set(['to_wallet', 'to_transit']);

/** An operation keeps how much; the account sees it come or go. */
const onAccount = ({ purpose, amount }: OperationView) =>
  leaves.has(purpose) ? { ...amount, minor: -amount.minor } : amount;

/** Money moved on the platform. What got no answer is looked up; a person may hurry that, or say what happened. */
export function Operations({ operations }: { operations: readonly OperationView[] }) {
  const t = useTranslations('operations.account');
  const columns = useMemo(
    () => [
      c.text('purpose', t('purpose'), (row) => inWords(row.purpose), { fold: 'title', width: 148 }),
      c.money('amount', t('amount'), onAccount, { sign: 'always' }),
      c.custom('state', t('state'), (row) => <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge>, {
        width: 112,
        fold: 'badge',
        text: (row) => row.state,
      }),
      c.id('opId', t('operation'), (row) => row.opId, { width: 148, fold: 'subtitle' }),
      c.text('platformRef', t('platformRef'), (row) => row.platformRef, { width: 104, quiet: true }),
      c.text('problem', t('problem'), (row) => row.problem, { quiet: true }),
      c.number('lookups', t('lookups'), (row) => (row.lookups === 0 ? null : row.lookups), { width: 76, quiet: true }),
      c.time('createdAt', t('begun'), (row) => row.createdAt, { zone: 'entity' }),
      c.custom('actions', t('do'), (row) => (inFlight.has(row.state) ? <Actions row={row} /> : null), {
        width: 172,
        align: 'end',
      }),
    ],
    [t],
  );
  const unknown = operations.filter((row) => row.state === 'unknown');
  return (
    <Section
      title={t('operations')}
      count={operations.length}
      note={unknown.length > 0 ? t('unknownNote', { count: unknown.length }) : undefined}
    >
      {unknown.map((row) => (
        <SecondPerson key={row.id} objectId={row.id} />
      ))}
      <PlainTable
        label={t('operations')}
        columns={columns}
        rows={operations}
        rowId={(row) => row.id}
        empty={<EmptyState title={t('noOperations')} />}
      />
    </Section>
  );
}

function Actions({ row }: { row: OperationView }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const may = useMay();
  if (!may('trading.operation.hurry')) return <NotYours>{t('whoOperation')}</NotYours>;
  return (
    <span className="inline-flex gap-2">
      <Confirm
        trigger={<Button size="sm">{t('hurry')}</Button>}
        title={t('hurryTitle')}
        consequence={t('hurryBody')}
        confirmLabel={t('hurry')}
        tone="primary"
        reason="required"
        onConfirm={(reason) =>
          inDialog(() => api.trading.operations.hurry.mutate({ id: row.id, reason }), t('hurried'))
        }
      />
      {row.state === 'unknown' && may('trading.operation.decide') ? <DecideOperation row={row} /> : null}
    </span>
  );
}
