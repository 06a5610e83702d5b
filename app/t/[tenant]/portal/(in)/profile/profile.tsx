'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { silenceHere } from '@/app/_domain/push';
import { PasskeysCard } from '@/app/_domain/security/passkeys-card';
import { PushCard } from '@/app/_domain/security/push-card';
import { SessionsCard } from '@/app/_domain/security/sessions-card';
import { TotpCard } from '@/app/_domain/security/totp-card';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { forgetSession } from '@/app/_trpc/sign-in';
import { Button } from '@/app/_ui/button';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import { FailedCard, LoadingCard, PortalPage } from '../portal-page';
import { usePlace } from '../portal-place';
import { MarketingCard } from './marketing-card';
import { PasswordCard } from './password-card';
import { QuietHoursCard } from './quiet-hours-card';

export function Profile() {
  const t = useTranslations('portal.profile');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const countries = new Intl.DisplayNames(useLocale(), { type: 'region' });
  const { base, tenant } = usePlace();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  const signOut = async () => {
    await silenceHere().catch(() => undefined);
    await api.identity.session.signOut.mutate({}).catch(() => undefined); // an ended session is what was wanted
    await forgetSession({ tenant, surface: 'portal' });
    router.replace(`${base}/sign-in`);
    router.refresh();
  };
  if (standing.error) return <FailedCard error={standing.error} retry={() => void standing.refetch()} />;
  if (!standing.data) return <LoadingCard rows={5} />;
  const { name, number, email, phone, country, entity } = standing.data;
  const facts = [
    ['number', number],
    ['email', email],
    ['phone', phone],
    ['country', country ? countries.of(country) : null],
    ['entity', entity],
  ] as const;
  return (
    <PortalPage title={<bdi>{name}</bdi>} lead={t('lead')}>
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-2 min-[960px]:gap-6">
        <Card>
          <CardHeader
            title={t('about')}
            aside={
              <Link href={`${base}/support/requests`} className="text-primary">
                {t('change')}
              </Link>
            }
          />
          {facts.map(([key, value], index) => (
            <ListRow
              key={key}
              className={index === 0 ? 'border-t' : ''}
              title={<span className="font-normal text-muted-foreground">{t(key)}</span>}
              value={<bdi>{value ?? t('none')}</bdi>}
            />
          ))}
        </Card>
        <PasswordCard />
        <TotpCard />
        <PasskeysCard />
        <QuietHoursCard />
        <PushCard scope={base} />
        <MarketingCard />
        <SessionsCard />
        <Button className="self-start max-[959px]:self-stretch" onClick={() => void signOut()}>
          {t('signOut')}
        </Button>
      </div>
    </PortalPage>
  );
}
