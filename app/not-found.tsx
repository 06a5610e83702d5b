import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from './_ui/button';
import { EmptyState } from './_ui/states';

export default function NotFound() {
  const t = useTranslations('common.state');
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6">
      <div className="w-full max-w-110 rounded-md border bg-card">
        <EmptyState
          title={t('notFoundTitle')}
          action={
            <Button asChild>
              <Link href="/">{t('home')}</Link>
            </Button>
          }
        >
          {t('notFoundBody')}
        </EmptyState>
      </div>
    </main>
  );
}
