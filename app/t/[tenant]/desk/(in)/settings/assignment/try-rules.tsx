'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Panel, Section } from '@/app/_ui/panel';
import type { RuleAnswer } from '@/server/modules/clients/ownership-contract';

const Facts = z.object({
  language: z.string().trim().toLowerCase().length(2),
  country: z.string().trim().toUpperCase().length(2),
  source: z.string().trim().max(300),
  brand: z.string().min(1),
});

/** Asks the rules in force about somebody who has not registered yet. */
export function TryRules() {
  const t = useTranslations('settings.assignment');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const brands = useQuery({ ...trpc.tenancy.brand.list.queryOptions({}), retry: false });
  const [answer, setAnswer] = useState<z.output<typeof RuleAnswer> | null>(null);
  const form = useZodForm(Facts, { defaultValues: { language: 'en', country: '', source: 'direct', brand: '' } });
  const options = (brands.data?.rows ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <Section title={t('try')} note={t('tryNote')}>
      <Panel className="px-4 py-3">
        <Form
          form={form}
          onSubmit={(facts) => attempt(async () => setAnswer(await api.clients.owners.tryRules.query(facts)))}
        >
          <FormAlert />
          <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[100px_100px_minmax(0,1fr)_minmax(0,1fr)_auto]">
            <FormInput control={form.control} name="language" label={t('language')} maxLength={2} />
            <FormInput control={form.control} name="country" label={t('country')} maxLength={2} />
            <FormInput control={form.control} name="source" label={t('source')} />
            <FormSelect control={form.control} name="brand" label={t('brand')} options={options} />
            <SubmitButton>{t('ask')}</SubmitButton>
          </div>
        </Form>
        {answer ? (
          <p className="pt-3" aria-live="polite">
            <b>{[answer.owner, answer.team, answer.desk].filter(Boolean).join(', ') || t('nobody')}</b>{' '}
            <span className="text-muted-foreground">
              {answer.row ? t('because', { rule: answer.row, version: answer.version }) : t('noRule')}{' '}
              {answer.problem ? refusal(answer.problem) : null}
            </span>
          </p>
        ) : null}
      </Panel>
    </Section>
  );
}
