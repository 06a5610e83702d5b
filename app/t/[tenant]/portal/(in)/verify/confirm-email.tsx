'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Card, CardBody } from '@/app/_ui/panel';

export function ConfirmEmail({ email }: { email: string }) {
  const t = useTranslations('portal.verify');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [said, setSaid] = useState<string | null>(null);
  const resend = async () => {
    const problem = await attempt(() => api.identity.email.resendVerification.mutate({}));
    setSaid(problem ? refusal(problem.reason, problem.params) : t('resent'));
  };
  return (
    <Card className="max-w-160">
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
