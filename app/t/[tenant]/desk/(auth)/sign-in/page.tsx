import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { baseOf } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { SignInForm } from '@/app/_domain/sign-in-form';
import { SignOnButtons } from '@/app/_domain/sign-on-buttons';
import { apiFor } from '@/app/_trpc/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.signIn'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const [t, base] = await Promise.all([getTranslations('auth.signIn'), baseOf(tenant, 'desk')]);
  const api = await apiFor(tenant, 'desk');
  // Without them the password still works.
  const { rows: doors } = await api.sso.signIn.options({}).catch(() => ({ rows: [] }));
  const forgot = <Link href={`${base}/forgot-password`}>{t('forgot')}</Link>;
  return (
    <Door tenant={tenant} surface="desk" title={t('title')}>
      <SignOnButtons doors={doors} />
      <SignInForm place={{ tenant, surface: 'desk' }} next={base} forgot={forgot} />
    </Door>
  );
}
