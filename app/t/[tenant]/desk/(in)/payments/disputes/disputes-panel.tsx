'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Section } from '@/app/_ui/panel';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { Id } from '@/server/kernel/ids';
import { useDisputeColumns } from './columns';

type Props = { of: { clientId: Id<'client'> } | { depositId: Id<'deposit'> }; base: string };

/** Claims against one deposit, or of one client. Nothing is shown where nobody claims anything: it is the rule. */
export function DisputesPanel({ of, base }: Props) {
  const t = useTranslations('operations.disputes');
  const trpc = useTRPC();
  const { panel } = useDisputeColumns();
  const claims = useQuery(trpc.payments.disputes.list.queryOptions({ ...of, limit: 50 }, { retry: false }));
  if (!claims.data || claims.data.rows.length === 0) return null;
  return (
    <Section title={t('title')} count={claims.data.rows.length}>
      <PlainTable
        label={t('title')}
        columns={panel}
        rows={claims.data.rows}
        rowId={(row) => row.id}
        rowHref={(row) => `${base}/payments/disputes/${row.id}`}
      />
    </Section>
  );
}
