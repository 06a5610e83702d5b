import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { baseOf, brandOf, one, pageWithin } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { SignInForm } from '@/app/_domain/sign-in-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signIn'))('title') };
}

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.signIn')]);
  const [base, brand] = await Promise.all([baseOf(tenant, 'portal'), brandOf(one(query.brand))]);
  const below = (
    <>
      {t('noAccount')}{' '}
      <Link href={`${base}/register${brand ? `?brand=${encodeURIComponent(brand)}` : ''}`}>{t('register')}</Link>
    </>
  );
  const forgot = <Link href={`${base}/forgot-password`}>{t('forgot')}</Link>;
  return (
    <Door tenant={tenant} surface="portal" title={t('title')} below={below} brand={brand}>
      <SignInForm place={{ tenant, surface: 'portal' }} next={pageWithin(base, one(query.next))} forgot={forgot} />
    </Door>
  );
}
