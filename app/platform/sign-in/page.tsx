import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SignInForm } from '@/app/_domain/sign-in-form';
import { AreaMessages } from '@/app/_i18n/area';
import { ApiProvider } from '@/app/_trpc/provider';
import { AuthShell } from '@/app/_ui/shell/auth-shell';
import { platformPlace } from '../place';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('platform.signIn'))('title') };
}

export default async function Page() {
  const t = await getTranslations('platform.signIn');
  return (
    <AreaMessages areas={['auth']}>
      <ApiProvider {...platformPlace}>
        <AuthShell brand={{ name: 'Brokerage OS' }} title={t('title')} lead={t('lead')} languages={false}>
          <SignInForm place={platformPlace} next="/platform/tenants" />
        </AuthShell>
      </ApiProvider>
    </AreaMessages>
  );
}
