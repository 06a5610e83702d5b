'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { attachmentsMax, attachmentTypes, sendWithFiles } from '@/app/_domain/attachments';
import { MessageThread } from '@/app/_domain/message-thread';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody } from '@/app/_ui/panel';
import type { Id } from '@/server/kernel/ids';
import { documentBytesMax } from '@/server/modules/documents/contract';
import type { ConversationDetail } from '@/server/modules/support/conversation-contract';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';

/** What is on screen counts as read; while somebody looks through his eyes it does not, because such a look cannot write. */
function useMarkRead(thread: ConversationDetail | undefined): void {
  const api = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const unread = thread?.isUnread ? thread.id : null;
  const newest = thread?.lastMessageAt.getTime();
  useEffect(() => {
    if (!unread || newest === undefined || document.hidden) return;
    api.support.conversations.markRead
      .mutate({ id: unread })
      .then(() => queries.invalidateQueries({ queryKey: trpc.support.conversations.list.queryKey() }))
      .catch(() => undefined);
  }, [unread, newest, api, queries, trpc]);
}

export function Conversation({ id }: { id: Id<'conversation'> }) {
  const t = useTranslations('portal.support');
  const trpc = useTRPC();
  const { tenant } = usePlace();
  const thread = useQuery(trpc.support.conversations.read.queryOptions({ id }));
  useMarkRead(thread.data);
  if (thread.error) return <FailedCard error={thread.error} retry={() => void thread.refetch()} />;
  if (!thread.data) return <LoadingCard rows={6} />;
  const { topic, state, messages } = thread.data;
  return (
    <PortalPage title={t(`topic.${topic}`)} lead={t(`state.${state}`)} back={{ path: '/support', label: t('title') }}>
      <Card>
        <CardBody>
          <MessageThread
            messages={messages}
            own="client"
            fileHref={(file) => `/api/documents/${file}?tenant=${tenant}&surface=portal`}
            words={{ label: t('messages'), erased: t('erased'), read: t('read'), mine: t('you') }}
          />
        </CardBody>
        <CardBody className="border-t">
          <Answer id={id} isClosed={state === 'closed'} />
        </CardBody>
      </Card>
    </PortalPage>
  );
}

const Words = z.object({ text: z.string().trim().min(1).max(8_000) });

function Answer({ id, isClosed }: { id: Id<'conversation'>; isClosed: boolean }) {
  const t = useTranslations('portal.support');
  const api = useTRPCClient();
  const queries = useQueryClient();
  const { tenant, clientId } = usePlace();
  const [files, setFiles] = useState<File[]>([]);
  const form = useZodForm(Words, { defaultValues: { text: '' } });
  return (
    <Form
      form={form}
      onSubmit={({ text }) =>
        sendWithFiles(files, { tenant, surface: 'portal', clientId }, async (documentIds) => {
          await api.support.conversations.reply.mutate({ id, text, documentIds });
          await queries.invalidateQueries();
          form.reset();
          setFiles([]);
        })
      }
    >
      <FormAlert />
      <FormTextarea
        control={form.control}
        name="text"
        label={t('answer')}
        rows={3}
        {...(isClosed ? { hint: t('closedHint') } : {})}
      />
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
      <SubmitButton>{t('send')}</SubmitButton>
    </Form>
  );
}
