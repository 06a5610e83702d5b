'use client';

import { useTranslations } from 'next-intl';
import { Button } from './_ui/button';
import { ErrorState } from './_ui/states';

export default function RouteError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('common');
  return (
    <main className="grid min-h-[60dvh] place-items-center p-6">
      <div className="w-full max-w-110 rounded-md border bg-card">
        <ErrorState
          title={t('state.errorTitle')}
          reference={error.digest ? t('state.reference', { reference: error.digest }) : undefined}
          action={<Button onClick={reset}>{t('action.retry')}</Button>}
        >
          {t('state.errorBody')}
        </ErrorState>
      </div>
    </main>
  );
}
