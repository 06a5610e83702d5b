'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Card, CardBody } from '@/app/_ui/panel';
import { Stepper } from '@/app/_ui/stepper';
import type { Id } from '@/server/kernel/ids';
import type { MyApplication } from '@/server/modules/onboarding/contract';
import { type Flow, firstPage, pagesOf, papers, review } from './flow-form';
import { Papers } from './papers';
import { ReviewStep } from './review-step';
import { StepForm } from './step-form';

type Props = { flow: Flow; mine: MyApplication & { id: Id<'application'> } };

/** The form, one group of questions at a time. Which one is in the address, so that the phone's back button goes back. */
export function ApplicationForm({ flow, mine }: Props) {
  const t = useTranslations('portal.verify');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const pages = pagesOf(flow);
  const [wanted, setPage] = useQueryState('step', parseAsString.withOptions({ history: 'push' }));
  const page = wanted && pages.includes(wanted) ? wanted : firstPage(flow, mine);
  const at = pages.indexOf(page);
  const goTo = (next: string) => void setPage(next);
  const next = () => goTo(pages[at + 1] ?? review);
  const back = at > 0 ? () => goTo(pages[at - 1] ?? page) : null;
  const saved = async () => {
    await queries.invalidateQueries({ queryKey: trpc.onboarding.mine.pathKey() });
    next();
  };
  const step = flow.steps.find(({ key }) => key === page);
  const title = step?.title ?? t(page === papers ? 'papers.title' : 'review');
  const intro = step ? step.intro : t(page === papers ? 'papers.intro' : 'reviewIntro');
  const heading = useHeadingFocus(page);
  return (
    <div className="grid gap-6 min-[960px]:grid-cols-[220px_minmax(0,640px)]">
      <Rail flow={flow} mine={mine} page={page} />
      <div className="flex min-w-0 flex-col gap-3">
        <Progress at={at + 1} of={pages.length} />
        <Card>
          <CardBody>
            <h2 ref={heading} tabIndex={-1} className="text-xl tracking-[-0.01em] outline-none">
              {title}
            </h2>
            {intro ? <p className="mt-1 text-muted-foreground">{intro}</p> : null}
            <div className="mt-5">
              {step ? (
                <StepForm
                  key={`${mine.id} ${step.key}`}
                  applicationId={mine.id}
                  step={step}
                  answers={mine.answers}
                  onSaved={saved}
                  onBack={back}
                />
              ) : page === papers ? (
                <Papers flow={flow} mine={mine} onBack={() => back?.()} onNext={next} />
              ) : (
                <ReviewStep flow={flow} mine={mine} goTo={goTo} />
              )}
            </div>
          </CardBody>
        </Card>
      </div>
    </div>
  );
}

/** A new group of questions is a new page for whoever reads it aloud. */
function useHeadingFocus(page: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [page]);
  return heading;
}

function Progress({ at, of }: { at: number; of: number }) {
  const t = useTranslations('portal.verify');
  return (
    <div className="px-1 min-[960px]:hidden">
      <p className="mb-1 text-muted-foreground text-sm">{t('stepOf', { at, of })}</p>
      <div className="h-1 overflow-hidden rounded-full bg-border-strong" aria-hidden>
        <div className="h-full bg-primary" style={{ inlineSize: `${(at / of) * 100}%` }} />
      </div>
    </div>
  );
}

function Rail({ flow, mine, page }: Props & { page: string }) {
  const t = useTranslations('portal.verify');
  const isDone = (key: string) => mine.stepsDone.includes(key);
  const place = (key: string, done: boolean) => (key === page ? 'now' : done ? 'done' : 'next');
  return (
    <nav aria-label={t('steps')} className="max-[959px]:hidden">
      <Stepper
        items={[
          ...flow.steps.map(({ key, title }) => ({ id: key, title, state: place(key, isDone(key)) }) as const),
          { id: papers, title: t('papers.title'), state: place(papers, mine.documents.length > 0) } as const,
          { id: review, title: t('review'), state: place(review, false) } as const,
        ]}
      />
    </nav>
  );
}
