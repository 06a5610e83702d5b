'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';
import { Skeleton } from '@/app/_ui/skeleton';
import { RecoveryCodes } from './recovery-codes';
import { type Enrolment, TotpEnrolment } from './totp-enrolment';

/** The code app: set up, replace, switch off, and the codes for the day the phone is gone. */
export function TotpCard() {
  const t = useTranslations('common.security');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<string | undefined> => {
    const refused = await attempt(work);
    await me.refetch();
    const text = refused ? refusal(refused.reason, refused.params) : undefined;
    setProblem(text ?? null);
    return text;
  };
  const enrol = () => run(async () => setEnrolment(await api.identity.totp.enrol.mutate({})));
  const renew = () =>
    run(async () => setCodes((await api.identity.totp.replaceRecoveryCodes.mutate({})).recoveryCodes));
  const isOn = me.data?.hasTotp ?? false;
  return (
    <Card>
      <CardHeader
        title={t('totp')}
        aside={me.data ? <Badge tone={isOn ? 'success' : 'neutral'}>{t(isOn ? 'on' : 'off')}</Badge> : null}
      />
      <CardBody className="flex flex-col gap-3 border-t">
        {me.data ? (
          <p className="text-muted-foreground">
            {isOn ? t('totpOn', { left: me.data.recoveryCodesLeft }) : t('totpOff')}
          </p>
        ) : (
          <Skeleton className="h-10" />
        )}
        {problem ? (
          <p role="alert" className="text-destructive">
            {problem}
          </p>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {isOn ? (
            <>
              <Confirm
                trigger={<Button>{t('newCodes')}</Button>}
                title={t('newCodesTitle')}
                consequence={t('newCodesBody')}
                confirmLabel={t('newCodes')}
                tone="primary"
                onConfirm={renew}
              />
              <Confirm
                trigger={<Button>{t('replace')}</Button>}
                title={t('replaceTitle')}
                consequence={t('replaceBody')}
                confirmLabel={t('replace')}
                tone="primary"
                onConfirm={() =>
                  run(async () => {
                    await api.identity.totp.disable.mutate({});
                    setEnrolment(await api.identity.totp.enrol.mutate({}));
                  })
                }
              />
              <Confirm
                trigger={<Button>{t('turnOff')}</Button>}
                title={t('turnOffTitle')}
                consequence={t('turnOffBody')}
                confirmLabel={t('turnOff')}
                onConfirm={() => run(() => api.identity.totp.disable.mutate({}))}
              />
            </>
          ) : (
            <Button variant="primary" onClick={() => void enrol()}>
              {t('setUp')}
            </Button>
          )}
        </div>
      </CardBody>
      {enrolment ? (
        <TotpEnrolment
          enrolment={enrolment}
          onClose={() => setEnrolment(null)}
          onDone={(fresh) => {
            setEnrolment(null);
            setCodes(fresh);
            void me.refetch();
          }}
        />
      ) : null}
      <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
    </Card>
  );
}
