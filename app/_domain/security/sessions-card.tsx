'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { cn } from '@/app/_ui/cn';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { deviceName } from '@/server/kernel/device-name';

/** Where this account is signed in; each can be ended, and ends at once. */
export function SessionsCard() {
  const t = useTranslations('common.security');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const sessions = useQuery(trpc.identity.session.list.queryOptions({}));
  const rows = sessions.data?.rows ?? [];
  const others = rows.filter(({ isCurrent }) => !isCurrent).length;
  const end = async (run: () => Promise<unknown>) => {
    const problem = await attempt(run);
    await sessions.refetch();
    return problem ? refusal(problem.reason, problem.params) : undefined;
  };
  return (
    <Card>
      <CardHeader title={t('sessions')} />
      {sessions.isPending ? <SkeletonRows rows={2} /> : null}
      {rows.map(({ id, userAgent, ip, isCurrent, lastSeenAt }, index) => (
        <ListRow
          key={id}
          className={cn('sm:px-6', index === 0 && 'border-t')}
          title={<bdi>{deviceName(userAgent) ?? t('unknownDevice')}</bdi>}
          note={
            <>
              <RelativeTime at={lastSeenAt} />
              {ip ? (
                <>
                  {' · '}
                  <bdi>{ip}</bdi>
                </>
              ) : null}
            </>
          }
          value={
            isCurrent ? (
              <Badge>{t('thisDevice')}</Badge>
            ) : (
              <Confirm
                trigger={<Button variant="ghost">{t('endSession')}</Button>}
                title={t('endSessionTitle')}
                consequence={t('endSessionBody')}
                confirmLabel={t('endSession')}
                onConfirm={() => end(() => api.identity.session.revoke.mutate({ sessionId: id }))}
              />
            )
          }
        />
      ))}
      {others > 1 ? (
        <CardBody className="border-t py-3">
          <Confirm
            trigger={<Button className="w-full">{t('endOthers')}</Button>}
            title={t('endOthersTitle')}
            consequence={t('endOthersBody', { count: others })}
            confirmLabel={t('endOthers')}
            onConfirm={() => end(() => api.identity.session.revokeOthers.mutate({}))}
          />
        </CardBody>
      ) : null}
    </Card>
  );
}
