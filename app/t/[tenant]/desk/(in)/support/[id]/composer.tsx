'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { attachmentsMax, attachmentTypes, sendWithFiles } from '@/app/_domain/attachments';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Select } from '@/app/_ui/select';
import { Tab, TabPanel, Tabs, TabsList } from '@/app/_ui/tabs';
import { documentBytesMax } from '@/server/modules/documents/contract';
import type { ConversationDetail } from '@/server/modules/support/conversation-contract';

type Props = { thread: ConversationDetail; tenant: string };
const Words = z.object({ text: z.string().trim().min(1).max(8_000) });

/** To the client, or to colleagues only: two tabs, so that one is never taken for the other. */
export function Composer({ thread, tenant }: Props) {
  const t = useTranslations('support.thread');
  const [tab, setTab] = useState('answer');
  return (
    <Section title={t('write')}>
      <Tabs value={tab} onValueChange={setTab}>
        <TabsList className="px-4" aria-label={t('write')}>
          <Tab value="answer">{t('answer')}</Tab>
          <Tab value="note">{t('note')}</Tab>
        </TabsList>
        <TabPanel value="answer" className="p-4">
          <Answer thread={thread} tenant={tenant} />
        </TabPanel>
        <TabPanel value="note" className="p-4">
          <Note thread={thread} />
        </TabPanel>
      </Tabs>
    </Section>
  );
}

function Answer({ thread, tenant }: Props) {
  const t = useTranslations('support.thread');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const form = useZodForm(Words, { defaultValues: { text: '' } });
  const macros = useQuery({ ...trpc.support.macros.list.queryOptions({}), retry: false });
  const usable = macros.data?.filter(({ isActive }) => isActive) ?? [];
  const insert = async (value: string) => {
    const macro = usable.find(({ id }) => id === value);
    if (!macro) return;
    const { text } = await api.support.macros.fill.query({ id: macro.id, conversationId: thread.id });
    const before = form.getValues('text');
    form.setValue('text', before ? `${before}\n\n${text}` : text, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <Form
      form={form}
      onSubmit={({ text }) =>
        sendWithFiles(files, { tenant, surface: 'desk', clientId: thread.clientId }, async (documentIds) => {
          await api.support.conversations.reply.mutate({ id: thread.id, text, documentIds });
          await queries.invalidateQueries();
          form.reset();
          setFiles([]);
        })
      }
    >
      <FormAlert />
      {usable.length > 0 ? (
        <Select
          aria-label={t('macro')}
          className="w-full sm:w-72"
          placeholder={t('macro')}
          value=""
          onValueChange={(value) => void insert(value)}
          options={usable.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <FormTextarea control={form.control} name="text" label={t('toClient')} rows={6} />
      <Field label={t('files')} optional>
        {(a11y) => (
          <FileDrop
            {...a11y}
            types={attachmentTypes}
            maxBytes={documentBytesMax}
            maxFiles={attachmentsMax}
            value={files}
            onChange={setFiles}
          />
        )}
      </Field>
      <SubmitButton className="self-start">{t('send')}</SubmitButton>
    </Form>
  );
}

function Note({ thread }: { thread: ConversationDetail }) {
  const t = useTranslations('support.thread');
  const api = useTRPCClient();
  const trpc = useTRPC();
  const { inForm } = useAct();
  const form = useZodForm(Words, { defaultValues: { text: '' } });
  const colleagues = useQuery({
    ...trpc.support.contacts.colleagues.queryOptions({}),
    staleTime: 300_000,
    retry: false,
  });
  const people = colleagues.data ?? [];
  const name = (id: string) => {
    const person = people.find((one) => one.id === id);
    const text = form.getValues('text').trimEnd();
    if (person) form.setValue('text', `${text}${text ? ' ' : ''}@${person.name} `, { shouldDirty: true });
  };
  return (
    <Form
      form={form}
      onSubmit={({ text }) =>
        inForm(async () => {
          await api.support.conversations.note.mutate({ id: thread.id, text });
          form.reset();
        }, t('noted'))
      }
    >
      <FormAlert />
      <FormTextarea control={form.control} name="text" label={t('toColleagues')} hint={t('noteHint')} rows={4} />
      {people.length > 0 ? (
        <Select
          aria-label={t('mention')}
          className="w-60"
          placeholder={t('mention')}
          value=""
          onValueChange={name}
          options={people.map((one) => ({ value: one.id, label: one.name }))}
        />
      ) : null}
      <SubmitButton className="self-start">{t('saveNote')}</SubmitButton>
    </Form>
  );
}
