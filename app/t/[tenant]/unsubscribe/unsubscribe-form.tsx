'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';

type Stopped = 'topic' | 'all';

/** One press, one call; what goes on all the same is said too. */
export function UnsubscribeForm({ token, isSubscribed }: { token: string; isSubscribed: boolean }) {
  const t = useTranslations('auth.unsubscribe');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [stopped, setStopped] = useState<Stopped | null>(isSubscribed ? null : 'topic');
  const [pending, setPending] = useState<Stopped | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = async (what: Stopped) => {
    setPending(what);
    const refused = await attempt(() => api.notifications.marketing.unsubscribe.mutate({ token, all: what === 'all' }));
    setPending(null);
    setProblem(refused ? refusal(refused.reason, refused.params) : null);
    if (!refused) setStopped(what);
  };
  return (
    <div className="flex flex-col gap-4">
      {stopped ? <p role="status">{t(stopped === 'all' ? 'doneAll' : 'done')}</p> : null}
      {problem ? (
        <p role="alert" className="text-destructive">
          {problem}
        </p>
      ) : null}
      {stopped ? null : (
        <Button variant="primary" pending={pending === 'topic'} onClick={() => void stop('topic')}>
          {t('stop')}
        </Button>
      )}
      {stopped === 'all' ? null : (
        <Button pending={pending === 'all'} onClick={() => void stop('all')}>
          {t('stopAll')}
        </Button>
      )}
      <p className="text-muted-foreground text-sm">{t('goesOn')}</p>
    </div>
  );
}
