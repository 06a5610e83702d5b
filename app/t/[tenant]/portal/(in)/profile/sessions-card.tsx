'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { FailedCard } from '../portal-page';

/** Where this account is signed in, and a way to end it everywhere else. */
export function SessionsCard() {
  const t = useTranslations('portal.profile');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const sessions = useQuery(trpc.identity.session.list.queryOptions({}));
  if (sessions.error) return <FailedCard error={sessions.error} retry={() => void sessions.refetch()} />;
  const rows = sessions.data?.rows ?? [];
  const others = rows.filter(({ isCurrent }) => !isCurrent).length;
  const endOthers = async () => {
    const problem = await attempt(() => api.identity.session.revokeOthers.mutate({}));
    await sessions.refetch();
    return problem ? refusal(problem.reason, problem.params) : undefined;
  };
  return (
    <Card>
      <CardHeader title={t('sessions')} />
      {sessions.isPending ? <SkeletonRows rows={2} /> : null}
      {rows.map(({ id, userAgent, isCurrent, lastSeenAt }, index) => (
        <ListRow
          key={id}
          className={index === 0 ? 'border-t' : ''}
          title={<bdi className="font-normal">{userAgent ?? t('unknownDevice')}</bdi>}
          note={isCurrent ? t('thisDevice') : <RelativeTime at={lastSeenAt} />}
        />
      ))}
      {others > 0 ? (
        <CardBody className="border-t py-3">
          <Confirm
            trigger={<Button className="w-full">{t('endOthers')}</Button>}
            title={t('endOthersTitle')}
            consequence={t('endOthersBody', { count: others })}
            confirmLabel={t('endOthers')}
            onConfirm={endOthers}
          />
        </CardBody>
      ) : null}
    </Card>
  );
}
