'use client';

import { Building2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { keepBinding } from './sign-on-binding';

type Props = { doors: Answers['sso']['signIn']['options']['rows'] };

/** The company's own doors beside the password. */
export function SignOnButtons({ doors }: Props) {
  const t = useTranslations('auth.signOn');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const [pending, setPending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async (id: Props['doors'][number]['id']) => {
    setPending(id);
    setProblem(null);
    try {
      const begun = await api.sso.signIn.begin.mutate({ id, origin: window.location.origin });
      if (!begun) return;
      keepBinding(begun.binding);
      window.location.assign(begun.url);
    } catch (error) {
      const { reason, params } = problemOf(error);
      setProblem(refusal(reason, params));
      setPending(null);
    }
  };
  if (doors.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {problem ? (
        <p role="alert" className="text-destructive">
          {problem}
        </p>
      ) : null}
      {doors.map(({ id, name }) => (
        <Button key={id} pending={pending === id} onClick={() => void leave(id)}>
          <Building2 size={16} aria-hidden />
          {t('with', { name })}
        </Button>
      ))}
      <p className="mt-2 text-center text-muted-foreground">{t('or')}</p>
    </div>
  );
}
