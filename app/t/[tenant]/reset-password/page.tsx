import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { one, siteBase } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { linkSurface, type TokenPage } from '@/app/_domain/token-page';
import { ResetForm } from './reset-form';

// The token in the address must not travel on in a Referer.
export const metadata: Metadata = { referrer: 'no-referrer' };

/** Where the link in the mail leads, for everybody who can sign in: the token says who. */
export default async function Page({ params, searchParams }: TokenPage) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.reset')]);
  return (
    <Door tenant={tenant} surface={linkSurface(query)} title={t('choose')} lead={t('chooseLead')}>
      <ResetForm token={one(query.token) ?? ''} site={await siteBase(tenant)} />
    </Door>
  );
}
