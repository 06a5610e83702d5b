'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody } from '@/app/_ui/panel';
import { idSchema } from '@/server/kernel/ids';
import { readAmount } from '../../amount-text';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { DepositState } from './deposit-state';

const DepositId = idSchema('deposit');
const Fields = z.object({ amount: z.string().trim().min(1) });

/** Before: how much. After the PSP's page: how it stands. The address says which deposit it is about. */
export function DepositPage() {
  const t = useTranslations('portal.deposit');
  const id = DepositId.safeParse(useSearchParams().get('deposit')).data;
  return (
    <PortalPage title={t('title')} {...(id ? {} : { lead: t('lead') })} back={{ path: '/wallet', label: t('back') }}>
      {id ? <DepositState id={id} /> : <NewDeposit />}
    </PortalPage>
  );
}

/** Who may not pay in reads why, before he has typed a sum. */
function NewDeposit() {
  const t = useTranslations('portal.deposit');
  const trpc = useTRPC();
  const { base } = usePlace();
  const refusal = useRefusalText();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  if (standing.error) return <FailedCard error={standing.error} retry={() => void standing.refetch()} />;
  if (!standing.data) return <LoadingCard />;
  const { capabilities, facets } = standing.data;
  if (capabilities.deposit.state !== 'denied') return <DepositForm />;
  const [reason] = capabilities.deposit.reasons;
  return (
    <Card className="max-w-130">
      <CardBody>
        <h2 className="text-lg">{t('closed')}</h2>
        {reason ? <p className="mt-1 text-muted-foreground">{refusal(reason)}</p> : null}
        {facets.verification === 'approved' ? null : (
          <Button variant="primary" className="mt-4 max-sm:w-full" asChild>
            <Link href={`${base}/verify`}>{t('toVerify')}</Link>
          </Button>
        )}
      </CardBody>
    </Card>
  );
}

function DepositForm() {
  const t = useTranslations('portal.deposit');
  const locale = useLocale();
  const api = useTRPCClient();
  const { base, currency } = usePlace();
  const form = useZodForm(Fields, { defaultValues: { amount: '' } });
  const pay = async (text: string): Promise<FormProblem | undefined> => {
    const read = readAmount(text, currency);
    if ('problem' in read) return read.problem;
    try {
      const started = await api.payments.deposits.start.mutate({
        amount: read.amount,
        returnPath: `${base}/wallet/deposit`,
      });
      if (!started) return { reason: 'already_done' };
      // Without a page to go to there is still a deposit: it is looked up, never started again.
      window.location.assign(started.redirectUrl ?? `${base}/wallet/deposit?deposit=${started.id}`);
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  };
  return (
    <Card className="max-w-130">
      <CardBody>
        <Form form={form} onSubmit={({ amount }) => pay(amount)} lang={locale}>
          <FormAlert />
          <FormInput
            control={form.control}
            name="amount"
            label={t('amount')}
            hint={t('hint')}
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            after={currency}
          />
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}
