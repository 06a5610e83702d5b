'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Circle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { setupPlace } from '@/app/_domain/setup-place';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';

/** What is still missing before clients' money can come, who it waits for, and where it is done. */
export function GoLive({ base }: { base: string }) {
  const t = useTranslations('settings.goLive');
  const steps = useTranslations('desk.homePage.steps');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const list = useQuery(trpc.tenancy.setup.checklist.queryOptions({}));
  const staff = useQuery(trpc.access.staff.list.queryOptions({}));
  const settings = useQuery(trpc.tenancy.settings.get.queryOptions({}));
  const missing = list.data?.items.filter((item) => item.isRequired && !item.isDone && item.key !== 'vetted') ?? [];
  const isLive = settings.data?.environment === 'live';
  const asked = list.data?.goLiveRequestedAt;
  const whoOf = (key: string): string | null => {
    const rows = staff.data?.rows.filter((one) => one.status === 'active') ?? [];
    if (key === 'second_factor')
      return rows
        .filter((one) => !one.hasSecondFactor)
        .map((one) => one.name)
        .join(', ');
    if (key === 'email_verified')
      return rows
        .filter((one) => !one.isEmailVerified)
        .map((one) => one.name)
        .join(', ');
    return key === 'vetted' ? t('platform') : null;
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          list.data
            ? t.rich(isLive ? 'live' : missing.length > 0 ? 'missing' : asked ? 'asked' : 'ready', {
                count: missing.length,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={
          list.data && !isLive && !asked ? (
            <Confirm
              trigger={
                <Button variant="primary" disabled={missing.length > 0}>
                  {t('request')}
                </Button>
              }
              title={t('requestTitle')}
              consequence={t('requestBody')}
              confirmLabel={t('request')}
              tone="primary"
              onConfirm={() => inDialog(() => api.tenancy.goLive.request.mutate({}), t('requested'))}
            />
          ) : null
        }
      />
      <PageBody>
        <Loaded query={list} rows={10}>
          {({ items }) => (
            <Panel>
              <ul className="divide-y">
                {items.map((item) => {
                  const who = item.isDone ? null : whoOf(item.key);
                  const place = item.key === 'vetted' ? undefined : setupPlace[item.key];
                  return (
                    <li key={item.key} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                      {item.isDone ? (
                        <Check size={16} className="text-success" aria-label={t('done')} />
                      ) : (
                        <Circle size={16} className="text-subtle" aria-label={t('open')} />
                      )}
                      <span className="min-w-0 flex-1 basis-52">
                        <span className={item.isDone ? 'text-muted-foreground' : 'font-medium'}>{steps(item.key)}</span>
                        {item.isRequired ? null : <span className="ms-2 text-subtle text-xs">{t('optional')}</span>}
                        {who ? <span className="block text-muted-foreground text-xs">{who}</span> : null}
                      </span>
                      {!item.isDone && place ? (
                        <Button asChild size="sm">
                          <Link href={`${base}/${place}`} aria-label={t('doIt', { step: steps(item.key) })}>
                            {t('do')}
                          </Link>
                        </Button>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            </Panel>
          )}
        </Loaded>
        {asked ? (
          <p className="text-muted-foreground">
            {t('askedAt')} <RelativeTime at={asked} />
          </p>
        ) : null}
      </PageBody>
    </>
  );
}
