import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { AreaMessages } from '@/app/_i18n/area';
import { ApiProvider } from '@/app/_trpc/provider';
import { AuthShell } from '@/app/_ui/shell/auth-shell';
import { SignUpForm } from './sign-up-form';

export const metadata: Metadata = { title: 'Start a brokerage' };

export default async function Page() {
  const t = await getTranslations('auth.signUp');
  return (
    <AreaMessages areas={['auth']}>
      <ApiProvider tenant="platform" surface="desk">
        <AuthShell
          brand={{ name: 'Brokerage OS' }}
          title={t('title')}
          lead={t('lead')}
          wide
          below={<Link href="/">{t('back')}</Link>}
        >
          <SignUpForm />
        </AuthShell>
      </ApiProvider>
    </AreaMessages>
  );
}
