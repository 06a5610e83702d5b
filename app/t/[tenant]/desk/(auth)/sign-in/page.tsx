import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Door } from '@/app/_domain/door';
import { SignInForm } from '@/app/_domain/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const t = await getTranslations('auth.signIn');
  return (
    <Door tenant={tenant} surface="desk" title={t('title')}>
      <SignInForm place={{ tenant, surface: 'desk' }} next={`/t/${tenant}/desk`} />
    </Door>
  );
}
