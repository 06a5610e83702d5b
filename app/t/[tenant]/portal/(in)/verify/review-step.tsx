'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCountries } from '@/app/_domain/countries';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import type { Id } from '@/server/kernel/ids';
import type { MyApplication } from '@/server/modules/onboarding/contract';
import { type Flow, type FlowField, isAsked, papers } from './flow-form';

type Props = { flow: Flow; mine: MyApplication & { id: Id<'application'> }; goTo: (page: string) => void };

/** Everything once more, as it will be sent. */
export function ReviewStep({ flow, mine, goTo }: Props) {
  const t = useTranslations('portal.verify');
  const shown = useAnswerText();
  const refusal = useRefusalText();
  const { problem, isSending, submit } = useSubmit(mine.id);
  return (
    <div className="flex flex-col gap-6">
      {flow.steps.map((step) => (
        <section key={step.key}>
          <Heading title={step.title} onChange={() => goTo(step.key)} />
          <dl className="divide-y border-y">
            {step.fields
              .filter((field) => isAsked(field, mine.answers))
              .map((field) => (
                <div key={field.key} className="grid gap-x-4 py-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                  <dt className="text-muted-foreground text-sm">{field.label}</dt>
                  <dd className="min-w-0 break-words">
                    <bdi>{shown(field, mine.answers[field.key])}</bdi>
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <section>
        <Heading title={t('papers.title')} onChange={() => goTo(papers)} />
        <ul className="divide-y border-y">
          {mine.documents.map(({ documentId, kind, side }) => (
            <li key={documentId} className="py-2">
              {side
                ? t('papers.side', { kind: t(`papers.kind.${kind}`), side: t(`papers.${side}`) })
                : t(`papers.kind.${kind}`)}
            </li>
          ))}
        </ul>
      </section>
      {problem ? (
        <p
          role="alert"
          className="rounded-md border border-destructive-border bg-destructive-muted p-3 text-destructive"
        >
          {refusal(problem.reason, problem.params)}
        </p>
      ) : null}
      <div className="flex gap-2 max-sm:flex-col-reverse">
        <Button onClick={() => goTo(papers)}>{t('back')}</Button>
        <Button variant="primary" pending={isSending} onClick={() => void submit()}>
          {t('send')}
        </Button>
      </div>
      <p className="text-muted-foreground text-sm">{t('afterSend')}</p>
    </div>
  );
}

function Heading({ title, onChange }: { title: string; onChange: () => void }) {
  const t = useTranslations('portal.verify');
  return (
    <div className="flex items-center justify-between gap-2">
      <h3 className="text-base">{title}</h3>
      <Button variant="link" className="min-h-11" onClick={onChange} aria-label={t('changeOf', { what: title })}>
        {t('change')}
      </Button>
    </div>
  );
}

function useSubmit(id: Id<'application'>) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Awaited<ReturnType<typeof attempt>>>(undefined);
  const submit = async () => {
    setSending(true);
    const refused = await attempt(() => api.onboarding.applications.submit.mutate({ id }));
    if (!refused)
      await Promise.all([
        queries.invalidateQueries({ queryKey: trpc.onboarding.mine.pathKey() }),
        queries.invalidateQueries({ queryKey: trpc.clients.me.pathKey() }),
      ]);
    setProblem(refused);
    setSending(false);
  };
  return { problem, isSending, submit };
}

function useAnswerText(): (field: FlowField, answer: unknown) => string {
  const t = useTranslations('portal.verify');
  const locale = useLocale();
  const countries = useCountries();
  const country = (code: unknown) => countries.find(({ value }) => value === code)?.label ?? String(code);
  const option = (field: FlowField, value: unknown) =>
    field.options.find((one) => one.value === value)?.label ?? String(value);
  const date = (text: string) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${text}T00:00:00Z`),
    );
  return (field, answer) => {
    if (answer === undefined || answer === null || answer === '') return t('notSaid');
    switch (field.kind) {
      case 'yes_no':
        return answer === true ? t('yes') : t('no');
      case 'declaration':
        return answer === true ? t('confirmed') : t('notSaid');
      case 'country':
        return country(answer);
      case 'date':
        return date(String(answer));
      case 'choice':
        return option(field, answer);
      case 'choices':
        return (answer as string[]).map((one) => option(field, one)).join(', '); // by the flow's own contract
      case 'tax_residences':
        return (answer as { country: string; number?: string | null }[])
          .map((row) => `${country(row.country)}: ${row.number ?? t('tax.none')}`)
          .join(', ');
      default:
        return String(answer);
    }
  };
}
