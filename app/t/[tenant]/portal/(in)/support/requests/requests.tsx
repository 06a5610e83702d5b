'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { RequestKind, RequestRow } from '@/server/modules/support/request-contract';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { requestsInput } from './requests-input';

/** What one can ask for, in the order in which it is needed; unlocking is for callers, who cannot come here. */
const groups: readonly { name: 'you' | 'signIn' | 'account'; kinds: readonly RequestKind[] }[] = [
  { name: 'you', kinds: ['change_phone', 'change_address', 'change_country', 'change_name'] },
  { name: 'signIn', kinds: ['change_email', 'reset_2fa', 'resend_verification'] },
  { name: 'account', kinds: ['data_subject', 'close_account'] },
];
export const tones = { open: 'pending', done: 'success', refused: 'destructive', withdrawn: 'neutral' } as const;

/** What he has asked for and how it stands, and everything else he can ask for. */
export function Requests() {
  const t = useTranslations('portal.requests');
  const { base } = usePlace();
  return (
    <PortalPage title={t('title')} lead={t('lead')} back={{ path: '/support', label: t('back') }}>
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-2 min-[960px]:items-start min-[960px]:gap-6">
        <Asked />
        {groups.map(({ name, kinds }) => (
          <Card key={name}>
            <CardHeader title={t(`group.${name}`)} />
            {kinds.map((kind) => (
              <Link
                key={kind}
                href={`${base}/support/requests/new/${kind}`}
                className="block border-t first-of-type:border-t hover:bg-muted"
              >
                <ListRow
                  title={t(`kind.${kind}`)}
                  note={t(`about.${kind}`)}
                  value={<ChevronRight size={18} className="text-muted-foreground rtl:-scale-x-100" aria-hidden />}
                />
              </Link>
            ))}
          </Card>
        ))}
      </div>
    </PortalPage>
  );
}

function Asked() {
  const t = useTranslations('portal.requests');
  const trpc = useTRPC();
  const list = useQuery(trpc.support.requests.list.queryOptions(requestsInput));
  if (list.error) return <FailedCard error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <LoadingCard />;
  const { rows } = list.data;
  if (rows.length === 0) return null;
  return (
    <Card>
      <CardHeader title={t('asked')} />
      {rows.map((row) => (
        <Asking key={row.id} row={row} />
      ))}
    </Card>
  );
}

function Asking({ row }: { row: RequestRow }) {
  const t = useTranslations('portal.requests');
  const { base } = usePlace();
  return (
    <Link href={`${base}/support/requests/${row.id}`} className="block border-t hover:bg-muted">
      <ListRow
        title={t(`kind.${row.kind}`)}
        note={<RelativeTime at={row.decidedAt ?? row.openedAt} zone="entity" />}
        value={<Badge tone={tones[row.state]}>{t(`state.${row.state}`)}</Badge>}
      />
    </Link>
  );
}
