'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { type RefusalFacts, useRefusalText } from '@/app/_i18n/refusal-text';
import { type Place, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { openSessionWith } from '@/app/_trpc/sign-in';
import type { FormProblem } from '@/app/_ui/form/form';
import { type Method, SecondFactorStep } from './second-factor-step';
import { takeBinding } from './sign-on-binding';

type Refused = { reason: string; facts?: RefusalFacts };
type Props = { place: Place; next: string; again: string; proof: string | null; refused: Refused | null };

/** Back from the provider: what it said becomes a session, or a sentence. */
export function FinishSignOn({ place, next, again, proof, refused }: Props) {
  const t = useTranslations('auth.signOn');
  const api = useTRPCClient();
  const router = useRouter();
  const refusal = useRefusalText();
  const [step, setStep] = useState<{ challenge: string; methods: readonly Method[] } | null>(null);
  const [problem, setProblem] = useState<Refused | null>(refused);
  const isBegun = useRef(false);
  const enter = async (ticket: string): Promise<FormProblem | undefined> => {
    if (!(await openSessionWith(place, ticket))) return { reason: 'session_ended' };
    router.replace(next);
    router.refresh();
    return undefined;
  };
  useEffect(() => {
    // Proof and binding count once, and React may run an effect twice.
    if (isBegun.current || refused) return;
    isBegun.current = true;
    const binding = takeBinding();
    const finish = async () => {
      if (!proof || !binding) return setProblem({ reason: 'sso_other_browser' });
      try {
        const answer = await api.sso.signIn.finish.mutate({ proof, binding });
        if (answer.step === 'second_factor') return setStep(answer);
        if (await enter(answer.ticket)) setProblem({ reason: 'sso_answer_used' });
      } catch (error) {
        const { reason, params } = problemOf(error);
        setProblem({ reason, ...(params ? { facts: params } : {}) });
      }
    };
    void finish();
  });
  if (step) return <SecondFactorStep place={place} {...step} onTicket={enter} />;
  if (!problem) return <p aria-live="polite">{t('wait')}</p>;
  return (
    <div className="flex flex-col gap-4">
      <p role="alert">
        <strong className="block">{t('refused')}</strong>
        {refusal(problem.reason, problem.facts)}
      </p>
      <Link href={again}>{t('again')}</Link>
    </div>
  );
}
