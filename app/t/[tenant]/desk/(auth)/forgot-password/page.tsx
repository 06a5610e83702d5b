import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { baseOf } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { ForgotForm } from '@/app/_domain/forgot-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.reset'))('title') };
}

export default async function Page({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const [t, base] = await Promise.all([getTranslations('auth.reset'), baseOf(tenant, 'desk')]);
  const below = <Link href={`${base}/sign-in`}>{t('back')}</Link>;
  return (
    <Door tenant={tenant} surface="desk" title={t('title')} below={below}>
      <ForgotForm place={{ tenant, surface: 'desk' }} />
    </Door>
  );
}
