'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { inWords, toneOf } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { TechnicalToggle } from '@/app/_domain/technical-toggle';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { CopyId } from '@/app/_ui/copy-id';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { AccountDetail } from '@/server/modules/trading/contract';
import { AccountActions } from './account-actions';
import { AccountFigures } from './account-figures';
import { Deals } from './deals';
import { Operations } from './operations';
import { Positions } from './positions';
import { Terms } from './terms';

/** What was decided beside what the platform shows, the money on it, what is open, and every movement. */
export function AccountPage({ id, base }: { id: Id<'tradingAccount'>; base: string }) {
  const trpc = useTRPC();
  const account = useQuery({
    ...trpc.trading.accounts.read.queryOptions({ id }),
    refetchInterval: 10_000, // balances move with the market
  });
  return (
    <>
      {account.data ? <Head row={account.data} base={base} /> : null}
      <PageBody className={account.data ? '' : 'pt-6'}>
        <Loaded query={account} rows={10}>
          {(row) => <Body row={row} />}
        </Loaded>
      </PageBody>
    </>
  );
}

const b = (text: ReactNode) => <b>{text}</b>;

function Head({ row, base }: { row: AccountDetail; base: string }) {
  const t = useTranslations('operations.account');
  const name = row.login ?? t('opening');
  return (
    <>
      <PageCrumb label={name} />
      <PageHeader
        title={name}
        facts={
          <>
            <CopyId value={row.id} />
            <Badge tone={toneOf(row.state)}>{inWords(row.state)}</Badge>
            <Badge plain>{row.environment === 'demo' ? t('demo') : t('live')}</Badge>
          </>
        }
        state={
          <>
            {row.creationProblem
              ? t.rich('stateFailed', { problem: row.creationProblem, b })
              : row.driftSince
                ? t.rich('stateDrift', {
                    fields: row.driftFields.map((one) => inWords(one).toLowerCase()).join(', '),
                    b,
                  })
                : row.observed
                  ? t.rich('stateInLine', { b })
                  : t.rich('stateUnseen', { b })}{' '}
            <Link className="text-primary hover:underline" href={`${base}/clients/${row.clientId}`}>
              <bdi>{row.clientName}</bdi>
            </Link>
            {`, ${row.offerName}. `}
            {row.seenAt ? (
              <>
                {t('seen')} <RelativeTime at={row.seenAt} zone="entity" />
              </>
            ) : null}
          </>
        }
        actions={<AccountActions row={row} />}
      />
    </>
  );
}

function Body({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const trpc = useTRPC();
  const [technical, setTechnical] = useState(false);
  const story = useQuery(
    trpc.audit.entry.timeline.queryOptions({ objectId: row.id, technical }, { placeholderData: keepPreviousData }),
  );
  return (
    <>
      <SecondPerson objectId={row.id} />
      <AccountFigures row={row} />
      <Terms row={row} />
      <Positions accountId={row.id} />
      <Operations operations={row.operations} />
      <Deals accountId={row.id} />
      <Section title={t('story')} aside={<TechnicalToggle on={technical} onChange={setTechnical} />}>
        <div className="p-4">
          <Loaded query={story}>{(entries) => <AuditTimeline entries={entries} />}</Loaded>
        </div>
      </Section>
    </>
  );
}
