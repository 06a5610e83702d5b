import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { one, siteBase } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { linkSurface, type TokenPage } from '@/app/_domain/token-page';
import { VerifyForm } from './verify-form';

export const metadata: Metadata = { referrer: 'no-referrer' };

export default async function Page({ params, searchParams }: TokenPage) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.verify')]);
  const surface = linkSurface(query);
  const site = await siteBase(tenant);
  return (
    <Door tenant={tenant} surface={surface} title={t('title')} lead={t('lead')}>
      <VerifyForm token={one(query.token) ?? ''} next={`${site}/${surface}`} />
    </Door>
  );
}
