'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type PushState, pushState, subscribeHere } from '@/app/_domain/push';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { cn } from '@/app/_ui/cn';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { toast } from '@/app/_ui/toaster';

/** Browsers that ring for what the product has told; `scope` is where its pages are. */
export function PushCard({ scope }: { scope: string }) {
  const t = useTranslations('common.push');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { atOnce, inDialog } = useAct();
  const devices = useQuery(trpc.notifications.push.list.queryOptions({}));
  const [state, setState] = useState<PushState | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setState(pushState()), []);
  const turnOn = async () => {
    setBusy(true);
    try {
      const { publicKey } = await api.notifications.push.prepare.mutate({});
      const address = await subscribeHere(scope, publicKey);
      if (address) await atOnce(() => api.notifications.push.subscribe.mutate(address), t('saved'));
    } catch {
      toast.error(t('failed'));
    } finally {
      setState(pushState());
      setBusy(false);
    }
  };
  return (
    <Card>
      <CardHeader title={t('title')} />
      {devices.isPending ? <SkeletonRows rows={1} /> : null}
      {devices.data?.rows.map(({ id, device, createdAt }, index) => (
        <ListRow
          key={id}
          className={cn('sm:px-6', index === 0 && 'border-t')}
          title={<bdi>{device ?? t('unknown')}</bdi>}
          note={<RelativeTime at={createdAt} />}
          value={
            <Confirm
              trigger={<Button variant="ghost">{t('remove')}</Button>}
              title={t('removeTitle')}
              consequence={t('removeBody')}
              confirmLabel={t('remove')}
              onConfirm={() => inDialog(() => api.notifications.push.unsubscribe.mutate({ id }), t('removed'))}
            />
          }
        />
      ))}
      <CardBody className="flex flex-col gap-3 border-t">
        <p className="text-muted-foreground text-sm">
          {t(devices.isError ? 'unread' : state === 'unsupported' || state === 'denied' ? state : 'lead')}
        </p>
        {state === 'possible' ? (
          <Button className="self-start max-sm:self-stretch" disabled={isBusy} onClick={() => void turnOn()}>
            {t('on')}
          </Button>
        ) : null}
      </CardBody>
    </Card>
  );
}
