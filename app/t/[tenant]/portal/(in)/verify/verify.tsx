'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Card, CardBody } from '@/app/_ui/panel';
import { FailedCard, LoadingCard, PortalPage } from '../portal-page';

/** How verification stands in words, and the e-mail that must be confirmed. */
export function Verify() {
  const t = useTranslations('portal.verify');
  const trpc = useTRPC();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  const failed = standing.error ?? me.error;
  if (failed) return <FailedCard error={failed} retry={() => void Promise.all([standing.refetch(), me.refetch()])} />;
  if (!standing.data || !me.data) return <LoadingCard />;
  const key = `state.${standing.data.facets.verification}` as 'state.approved'; // text on the wire
  return (
    <PortalPage title={t('title')} lead={t.has(key) ? t(key) : t('state.none')}>
      {me.data.isEmailVerified ? null : <ConfirmEmail email={me.data.email ?? ''} />}
    </PortalPage>
  );
}

function ConfirmEmail({ email }: { email: string }) {
  const t = useTranslations('portal.verify');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [said, setSaid] = useState<string | null>(null);
  const resend = async () => {
    const problem = await attempt(() => api.identity.email.resendVerification.mutate({}));
    setSaid(problem ? refusal(problem.reason, problem.params) : t('resent'));
  };
  return (
    <Card className="max-w-130">
      <CardBody>
        <h2 className="text-lg">{t('emailTitle')}</h2>
        <p className="mt-1 mb-4 text-muted-foreground">{t.rich('emailBody', { email: () => <bdi>{email}</bdi> })}</p>
        <Button onClick={() => void resend()}>{t('resend')}</Button>
        <p role="status" className="mt-2 text-sm">
          {said}
        </p>
      </CardBody>
    </Card>
  );
}
