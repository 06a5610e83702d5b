import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { baseOf, brandOf, one } from '@/app/_domain/base';
import { Door } from '@/app/_domain/door';
import { apiFor } from '@/app/_trpc/server';
import { RegisterForm } from './register-form';

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.register'))('title') };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query, t] = await Promise.all([params, searchParams, getTranslations('auth.register')]);
  const [base, asked, api] = await Promise.all([
    baseOf(tenant, 'portal'),
    brandOf(one(query.brand)),
    apiFor(tenant, 'portal'),
  ]);
  const look = await api.tenancy.brand.look({ brand: asked ?? null }).catch(() => null);
  const brand = look?.brand?.slug;
  const agreements = brand ? await api.clients.agreements({ brand }).catch(() => null) : null;
  const below = (
    <>
      {t('haveAccount')} <Link href={`${base}/sign-in`}>{t('signIn')}</Link>
    </>
  );
  return (
    <Door tenant={tenant} surface="portal" title={t('title')} lead={t('lead')} below={below} brand={brand}>
      {brand && agreements ? (
        <RegisterForm brand={brand} base={base} agreements={agreements} />
      ) : (
        <p role="alert">{t('notOpen')}</p>
      )}
    </Door>
  );
}
