'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormRadio, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money } from '@/app/_ui/money';
import { Card, CardBody, CardHeader, ListRow } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { idSchema } from '@/server/kernel/ids';
import type { ClientOffers } from '@/server/modules/trading/contract';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { leverageChoices } from './leverage-choices';

type Offers = z.output<typeof ClientOffers>;
const Fields = z.object({ offerId: idSchema('offer'), leverage: z.string(), label: z.string().trim().max(40) });

/** Which kinds there are for this client, and why one he may have heard of is not among them. */
export function NewAccount() {
  const t = useTranslations('portal.accounts');
  const trpc = useTRPC();
  const offers = useQuery(trpc.trading.offers.forClient.queryOptions({}));
  return (
    <PortalPage title={t('new.title')} lead={t('new.lead')} back={{ path: '/accounts', label: t('back') }}>
      {offers.error ? <FailedCard error={offers.error} retry={() => void offers.refetch()} /> : null}
      {offers.isPending ? <LoadingCard /> : null}
      {offers.data ? (
        <>
          {offers.data.rows.length > 0 ? <OfferForm rows={offers.data.rows} /> : <NothingToOpen />}
          <Missing rows={offers.data.missing} />
        </>
      ) : null}
    </PortalPage>
  );
}

function NothingToOpen() {
  const t = useTranslations('portal.accounts.new');
  const { base } = usePlace();
  return (
    <Card className="max-w-160">
      <EmptyState
        title={t('none')}
        action={
          <Button asChild>
            <Link href={`${base}/verify`}>{t('toVerify')}</Link>
          </Button>
        }
      >
        {t('noneBody')}
      </EmptyState>
    </Card>
  );
}

function OfferForm({ rows }: { rows: Offers['rows'] }) {
  const t = useTranslations('portal.accounts');
  const open = useOpen();
  const [first] = rows;
  const form = useZodForm(Fields, {
    defaultValues: { ...(first ? { offerId: first.id } : {}), leverage: String(first?.leverage ?? 1), label: '' },
  });
  const { control } = form;
  const chosen = rows.find(({ id }) => id === form.watch('offerId')) ?? first;
  if (!chosen) return null;
  const choices = leverageChoices(chosen);
  const leverage = Number(form.watch('leverage'));
  return (
    <Card className="max-w-160">
      <CardBody>
        <Form
          form={form}
          onSubmit={(values) => open({ ...values, leverage: choices.includes(leverage) ? leverage : chosen.leverage })}
        >
          <FormAlert />
          <FormRadio
            control={control}
            name="offerId"
            label={t('new.offer')}
            options={rows.map((offer) => ({
              value: offer.id,
              label: <OfferName offer={offer} />,
              hint: <OfferNote offer={offer} />,
            }))}
          />
          <FormSelect
            control={control}
            name="leverage"
            label={t('new.leverageLabel')}
            hint={t('new.leverageHint', { max: chosen.leverageMax })}
            options={choices.map((value) => ({ value: String(value), label: t('leverage', { leverage: value }) }))}
            placeholder={t('leverage', { leverage: chosen.leverage })}
          />
          <FormInput
            control={control}
            name="label"
            label={t('new.label')}
            hint={t('new.labelHint')}
            autoComplete="off"
            optional
          />
          <SubmitButton>{t('new.submit')}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}

function useOpen() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const { base } = usePlace();
  return (input: Omit<z.output<typeof Fields>, 'leverage'> & { leverage: number }) =>
    attempt(async () => {
      const { offerId, leverage, label } = input;
      const { id } = await api.trading.accounts.open.mutate({ offerId, leverage, label: label === '' ? null : label });
      await queries.invalidateQueries({ queryKey: trpc.trading.pathKey() });
      router.push(`${base}/accounts/${id}`);
    });
}

function OfferName({ offer }: { offer: Offers['rows'][number] }) {
  const t = useTranslations('portal.accounts');
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <bdi>{offer.name}</bdi>
      <Badge plain>{offer.currency}</Badge>
      {offer.environment === 'demo' ? <Badge plain>{t('demo')}</Badge> : null}
    </span>
  );
}

function OfferNote({ offer }: { offer: Offers['rows'][number] }) {
  const t = useTranslations('portal.accounts');
  const { description, platform, leverageMax, minDeposit, isSwapFree } = offer;
  return (
    <>
      {description ? (
        <span className="block">
          <bdi>{description}</bdi>
        </span>
      ) : null}
      {t('new.platform', { platform: platform.toUpperCase() })} ·{' '}
      <bdi dir="ltr">{t('leverage', { leverage: leverageMax })}</bdi>
      {minDeposit.minor > 0n ? (
        <> · {t.rich('new.minDeposit', { amount: () => <Money value={minDeposit} /> })}</>
      ) : null}
      {isSwapFree ? ` · ${t('new.swapFree')}` : ''}
    </>
  );
}

function Missing({ rows }: { rows: Offers['missing'] }) {
  const t = useTranslations('portal.accounts.new');
  if (rows.length === 0) return null;
  return (
    <Card className="max-w-160">
      <CardHeader title={t('missing')} />
      {rows.map(({ id, name, currency, reason }, index) => {
        const key = `reason.${reason}` as 'reason.other'; // reasons are an open set
        return (
          <ListRow
            key={id}
            className={index === 0 ? 'border-t' : ''}
            title={<bdi>{name}</bdi>}
            note={t.has(key) ? t(key) : t('reason.other')}
            value={<Badge plain>{currency}</Badge>}
          />
        );
      })}
    </Card>
  );
}
