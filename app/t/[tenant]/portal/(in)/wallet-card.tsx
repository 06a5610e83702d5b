'use client';

import { ArrowDown, ArrowLeftRight, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/_ui/button';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import type { AccountRow } from '@/server/modules/trading/contract';
import { holdsMoney } from './accounts/account-words';
import { usePlace } from './portal-place';

type Wallet = { id: string | null; available: MoneyValue; held: MoneyValue };
type Account = Pick<AccountRow, 'id' | 'login' | 'state' | 'environment'>;
type Props = {
  wallets: readonly Wallet[];
  trading: readonly MoneyValue[];
  onItsWay: readonly MoneyValue[];
  accounts: readonly Account[] | undefined;
};

/** What is free now, large; what is elsewhere, below. */
export function WalletCard({ wallets, trading, onItsWay, accounts = [] }: Props) {
  const t = useTranslations('portal.wallet');
  const { base } = usePlace();
  const funded = accounts.find((account) => holdsMoney(account) && account.state === 'active');
  return (
    <Card>
      <CardBody>
        <h2 className="font-normal text-muted-foreground text-sm">{t('inWallet')}</h2>
        <div className="mb-3">
          {wallets.map(({ id, available, held }, index) => (
            <div key={id ?? available.asset}>
              <p className={index === 0 ? 'font-semibold text-3xl tracking-[-0.03em]' : 'font-semibold text-lg'}>
                <Money value={available} />
              </p>
              {held.minor > 0n ? (
                <p className="text-muted-foreground text-sm">
                  {t.rich('held', { amount: () => <Money value={held} /> })}
                </p>
              ) : null}
            </div>
          ))}
        </div>
        <div className="grid auto-cols-fr grid-flow-col gap-2 max-sm:[&>a]:gap-1.5 max-sm:[&>a]:px-1">
          <Button asChild>
            <Link href={`${base}/wallet/withdraw`}>
              <ArrowUp size={16} aria-hidden />
              {t('withdraw')}
            </Link>
          </Button>
          <Button asChild>
            <Link href={`${base}/wallet/deposit`}>
              <ArrowDown size={16} aria-hidden />
              {t('add')}
            </Link>
          </Button>
          {funded ? (
            <Button asChild>
              <Link href={`${base}/accounts/${funded.id}/move`}>
                <ArrowLeftRight size={16} aria-hidden />
                {t('move')}
              </Link>
            </Button>
          ) : null}
        </div>
      </CardBody>
      <dl className="grid grid-cols-2 border-t bg-muted [&>div]:px-4 [&>div]:py-3 sm:[&>div]:px-6">
        <Sum label={t('inTrading')} amounts={trading} />
        <div className="border-s">
          <Sum label={t('onItsWay')} amounts={onItsWay} bare />
        </div>
      </dl>
    </Card>
  );
}

function Sum({ label, amounts, bare }: { label: string; amounts: readonly MoneyValue[]; bare?: boolean }) {
  const t = useTranslations('portal.wallet');
  const content = (
    <>
      <dt className="text-muted-foreground text-sm">{label}</dt>
      {amounts.length === 0 ? <dd className="font-medium text-muted-foreground">{t('nothing')}</dd> : null}
      {amounts.map((amount) => (
        <dd key={amount.asset} className="font-medium">
          <Money value={amount} />
        </dd>
      ))}
    </>
  );
  return bare ? content : <div>{content}</div>;
}
