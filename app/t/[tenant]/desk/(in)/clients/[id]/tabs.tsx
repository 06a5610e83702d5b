'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { TechnicalToggle } from '@/app/_domain/technical-toggle';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Section as PlainSection } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Id } from '@/server/kernel/ids';
import type { DocumentView } from '@/server/modules/documents/contract';
import type { QueueRow } from '@/server/modules/onboarding/contract';
import type { DepositView, WithdrawalView } from '@/server/modules/payments/contract';
import type { AccountRow } from '@/server/modules/trading/contract';
import { DisputesPanel } from '../../payments/disputes/disputes-panel';
import { WaysToPay } from './ways-to-pay';

type Of = { clientId: Id<'client'>; base: string };
const state = (value: string) => ({ label: inWords(value), tone: toneOf(value) });

const w = columnsOf<WithdrawalView>();
const withdrawalColumns = [
  w.text('number', 'Request', (row) => row.number, { fold: 'title', strong: true, width: 104 }),
  w.state('state', 'State', (row) => state(row.state)),
  w.text('from', 'From', (row) => row.sourceLogin ?? 'Wallet', { quiet: true }),
  w.time('at', 'Asked', (row) => row.requestedAt),
  w.money('amount', 'Amount', (row) => row.amount),
];
const d = columnsOf<DepositView>();
const depositColumns = [
  d.text('number', 'Deposit', (row) => row.number, { fold: 'title', strong: true, width: 104 }),
  d.state('state', 'State', (row) => state(row.state)),
  d.text('method', 'Method', (row) => row.method, { quiet: true }),
  d.time('at', 'Began', (row) => row.createdAt),
  d.money('amount', 'Amount', (row) => row.credited ?? row.requested),
];

export function MoneyTab({ clientId, base }: Of) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const withdrawals = useQuery(trpc.payments.withdrawals.list.queryOptions({ clientId, limit: 50 }));
  const deposits = useQuery(trpc.payments.deposits.list.queryOptions({ clientId, limit: 50 }));
  return (
    <>
      <DisputesPanel of={{ clientId }} base={base} />
      <WaysToPay clientId={clientId} />
      <PlainSection title={t('withdrawals')}>
        <Loaded query={withdrawals}>
          {({ rows }) => (
            <PlainTable
              label={t('withdrawals')}
              columns={withdrawalColumns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/payments/withdrawals/${row.id}`}
              empty={<EmptyState title={t('noWithdrawals')} />}
            />
          )}
        </Loaded>
      </PlainSection>
      <PlainSection title={t('deposits')}>
        <Loaded query={deposits}>
          {({ rows }) => (
            <PlainTable
              label={t('deposits')}
              columns={depositColumns}
              rows={rows}
              rowId={(row) => row.id}
              rowHref={(row) => `${base}/payments/deposits/${row.id}`}
              empty={<EmptyState title={t('noDeposits')} />}
            />
          )}
        </Loaded>
      </PlainSection>
    </>
  );
}

const a = columnsOf<AccountRow>();
const accountColumns = [
  a.text('login', 'Login', (row) => row.login ?? '—', { fold: 'title', strong: true }),
  a.text('offer', 'Offer', (row) => row.offerName, { quiet: true }),
  a.state('state', 'State', (row) => state(row.state)),
  a.text('leverage', 'Leverage', (row) => `1:${row.observed?.leverage ?? row.decided.leverage}`, {
    align: 'end',
    width: 88,
  }),
  a.money('balance', 'Balance', (row) => row.balance),
  a.money('equity', 'Equity', (row) => row.equity),
  a.money('free', 'Free margin', (row) => row.freeMargin),
];

export function TradingTab({ clientId, base }: Of) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const accounts = useQuery(trpc.trading.accounts.list.queryOptions({ clientId, limit: 50 }));
  return (
    <Loaded query={accounts}>
      {({ rows }) => (
        <PlainTable
          label={t('accounts')}
          columns={accountColumns}
          rows={rows}
          rowId={(row) => row.id}
          rowHref={(row) => `${base}/trading/accounts/${row.id}`}
          empty={<EmptyState title={t('noAccounts')} />}
        />
      )}
    </Loaded>
  );
}

const q = columnsOf<QueueRow>();
const applicationColumns = [
  q.text('purpose', 'Application', (row) => inWords(row.purpose), { fold: 'title' }),
  q.state('state', 'State', (row) => state(row.state)),
  q.text('why', 'Why in review', (row) => (row.reviewReason ? inWords(row.reviewReason) : null), { quiet: true }),
  q.number('submissions', 'Submissions', (row) => row.submissions),
  q.time('since', 'Since', (row) => row.stateSince),
];

export function VerificationTab({ clientId, base }: Of) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const applications = useQuery(trpc.onboarding.applications.list.queryOptions({ clientId, limit: 20 }));
  return (
    <Loaded query={applications}>
      {({ rows }) => (
        <PlainTable
          label={t('applications')}
          columns={applicationColumns}
          rows={rows}
          rowId={(row) => row.id}
          rowHref={(row) => `${base}/onboarding/${row.id}`}
          empty={<EmptyState title={t('noApplications')} />}
        />
      )}
    </Loaded>
  );
}

const f = columnsOf<DocumentView>();
const documentColumns = [
  f.text('kind', 'Document', (row) => inWords(row.kind) + (row.side ? `, ${row.side}` : ''), { fold: 'title' }),
  f.state('state', 'State', (row) => state(row.state)),
  f.text('file', 'File', (row) => row.fileName, { quiet: true }),
  f.text('expires', 'Expires', (row) => row.expiresOn, { width: 104 }),
];

export function DocumentsTab({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const documents = useQuery(trpc.documents.list.queryOptions({ clientId }));
  return (
    <Loaded query={documents}>
      {(rows) => (
        <PlainTable
          label={t('documents')}
          columns={documentColumns}
          rows={rows}
          rowId={(row) => row.id}
          empty={<EmptyState title={t('noDocuments')} />}
        />
      )}
    </Loaded>
  );
}

export function RiskTab({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const risk = useQuery(trpc.onboarding.risk.read.queryOptions({ clientId }));
  return (
    <Loaded query={risk}>
      {([latest]) =>
        latest ? (
          <Section
            title={t('riskTitle', { score: latest.score, risk: inWords(latest.risk) })}
            note={latest.weightsVersion}
          >
            <ul className="divide-y">
              {latest.factors.map((factor) => (
                <li key={factor.factor} className="flex items-center gap-3 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    {inWords(factor.factor)} <span className="text-muted-foreground">{factor.value}</span>
                  </span>
                  <span className="tabular-nums">{factor.contribution}</span>
                </li>
              ))}
              {latest.overrides.map((override) => (
                <li key={override.kind + override.effect} className="flex items-center gap-3 px-4 py-2">
                  <Badge tone="warning">{inWords(override.kind)}</Badge>
                  <span className="min-w-0 flex-1">{inWords(override.effect)}</span>
                  <span className="text-muted-foreground text-xs">{override.reason}</span>
                </li>
              ))}
            </ul>
          </Section>
        ) : (
          <EmptyState title={t('noRisk')} />
        )
      }
    </Loaded>
  );
}

export function StoryTab({ clientId, limit = 100 }: { clientId: Id<'client'>; limit?: number }) {
  const t = useTranslations('desk.client');
  const trpc = useTRPC();
  const [technical, setTechnical] = useState(false);
  const story = useQuery(
    trpc.clients.timeline.queryOptions({ clientId, limit, technical }, { placeholderData: keepPreviousData }),
  );
  return (
    <Section title={t('story')} aside={<TechnicalToggle on={technical} onChange={setTechnical} />}>
      <div className="p-4">
        <Loaded query={story}>{({ rows }) => <AuditTimeline entries={rows} />}</Loaded>
      </div>
    </Section>
  );
}
