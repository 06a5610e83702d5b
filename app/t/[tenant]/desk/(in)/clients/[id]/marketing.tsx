'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { z } from 'zod';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

type Line = Answers['notifications']['marketing']['consents']['rows'][number];

/** Every yes and no of this client, and a letter to him when he has said yes. */
export function Marketing({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.marketing');
  const may = useMay();
  const trpc = useTRPC();
  const history = useQuery(trpc.notifications.marketing.consents.queryOptions({ clientId }));
  const rows = history.data?.rows ?? [];
  return (
    <Section title={t('title')} aside={may('notifications.marketing.send') ? <Write clientId={clientId} /> : null}>
      <ul className="divide-y">
        {rows.map((row) => (
          <Word key={row.id} row={row} />
        ))}
      </ul>
      {history.isSuccess && rows.length === 0 ? <p className="px-4 py-3 text-muted-foreground">{t('none')}</p> : null}
      {history.isError ? <p className="px-4 py-3 text-destructive">{t('failed')}</p> : null}
    </Section>
  );
}

function Word({ row }: { row: Line }) {
  const t = useTranslations('desk.client.marketing');
  const { purpose, channel, isGiven, wording, by, at } = row;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2">
      <span className="min-w-0">
        <span className="font-medium">{`${purpose.replace('/', ': ')} · ${channel}`}</span>{' '}
        <Badge tone={isGiven ? 'success' : 'neutral'}>{t(isGiven ? 'yes' : 'no')}</Badge>
      </span>
      <span className="text-end text-muted-foreground">
        <RelativeTime at={at} zone="entity" />
      </span>
      <span className="text-muted-foreground text-xs">{t('said', { wording, by: by || t('nobody') })}</span>
    </li>
  );
}

const Fields = z.object({
  topic: z.enum(['news', 'offers', 'education']),
  channel: z.enum(['email', 'sms']),
  subject: z.string().trim().min(3).max(160),
  text: z.string().trim().min(1).max(4_000),
});

function Write({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.marketing');
  const api = useTRPCClient();
  const { inForm } = useAct();
  // Pressed twice, or sent again after a lost answer, it is the same letter.
  const key = useRef(crypto.randomUUID());
  const form = useZodForm(Fields, { defaultValues: { topic: 'news', channel: 'email', subject: '', text: '' } });
  const { control } = form;
  const send = async ({ text, ...rest }: z.output<typeof Fields>) => {
    const lines = text.split(/\n+/).map((line) => line.trim());
    let left: 'withoutConsent' | 'tooOften' | 'unreachable' | null = null;
    const problem = await inForm(async () => {
      const input = { ...rest, key: key.current, lines: lines.filter(Boolean), to: { clientId } };
      const sent = await api.notifications.marketing.send.mutate(input);
      const because = (['withoutConsent', 'tooOften', 'unreachable'] as const).find((why) => sent[why] > 0);
      left = because ?? null;
    });
    if (problem) return problem;
    if (left) return { reason: `marketing_${left}` };
    key.current = crypto.randomUUID();
    return undefined;
  };
  return (
    <FormDialog
      trigger={<Button size="sm">{t('write')}</Button>}
      title={t('writeTitle')}
      description={t('writeLead')}
      submit={t('send')}
      form={form}
      onSubmit={send}
    >
      <FormSelect
        control={control}
        name="topic"
        label={t('topic')}
        options={(['news', 'offers', 'education'] as const).map((value) => ({ value, label: t(`topics.${value}`) }))}
      />
      <FormSelect
        control={control}
        name="channel"
        label={t('channel')}
        options={(['email', 'sms'] as const).map((value) => ({ value, label: t(`channels.${value}`) }))}
      />
      <FormInput control={control} name="subject" label={t('subject')} />
      <FormTextarea control={control} name="text" label={t('text')} hint={t('textHint')} />
    </FormDialog>
  );
}
