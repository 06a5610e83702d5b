import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Door } from '@/app/_domain/door';
import { SignInForm } from '@/app/_domain/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const t = await getTranslations('auth.signIn');
  const below = (
    <>
      {t('noAccount')} <Link href={`/t/${tenant}/portal/register`}>{t('register')}</Link>
    </>
  );
  return (
    <Door tenant={tenant} surface="portal" title={t('title')} below={below}>
      <SignInForm place={{ tenant, surface: 'portal' }} next={`/t/${tenant}/portal`} />
    </Door>
  );
}
