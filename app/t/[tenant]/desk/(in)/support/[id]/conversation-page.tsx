'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { MessageThread } from '@/app/_domain/message-thread';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Select } from '@/app/_ui/select';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { DueTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { ConversationDetail } from '@/server/modules/support/conversation-contract';
import { Composer } from './composer';

type Props = { id: Id<'conversation'>; tenant: string };

/** One thread as support works it: what was said, what colleagues noted, the answer, and who has it. */
export function ConversationPage({ id, tenant }: Props) {
  const trpc = useTRPC();
  const thread = useQuery(trpc.support.conversations.read.queryOptions({ id }));
  return (
    <>
      {thread.data ? <Head thread={thread.data} base={`/t/${tenant}/desk`} /> : null}
      <PageBody className={thread.data ? '' : 'pt-6'}>
        <Loaded query={thread} rows={8}>
          {(data) => <Body thread={data} tenant={tenant} />}
        </Loaded>
      </PageBody>
    </>
  );
}

const tone = { waiting: 'warning', answered: 'success', closed: 'neutral' } as const;

function Head({ thread, base }: { thread: ConversationDetail; base: string }) {
  const t = useTranslations('support.thread');
  const list = useTranslations('support.list');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const { id, state } = thread;
  const { conversations } = api.support;
  return (
    <>
      <PageCrumb label={thread.clientName} />
      <PageHeader
        title={<bdi>{thread.clientName}</bdi>}
        facts={
          <>
            <Link className="text-primary hover:underline" href={`${base}/clients/${thread.clientId}`}>
              {thread.clientNumber}
            </Link>
            <Badge tone={tone[state]}>{list(`stateName.${state}`)}</Badge>
          </>
        }
        state={
          <>
            <b>{inWords(thread.topic)}.</b> {thread.dueAt ? t('dueBy') : t(`says.${state}`)}{' '}
            {thread.dueAt ? <DueTime at={thread.dueAt} /> : null}
          </>
        }
        actions={
          may('support.conversation.close') ? (
            state === 'closed' ? (
              <Button onClick={() => void atOnce(() => conversations.reopen.mutate({ id }), t('reopened'))}>
                {t('reopen')}
              </Button>
            ) : (
              <Button onClick={() => void atOnce(() => conversations.close.mutate({ id }), t('closed'))}>
                {t('close')}
              </Button>
            )
          ) : null
        }
      />
    </>
  );
}

function Body({ thread, tenant }: { thread: ConversationDetail; tenant: string }) {
  const t = useTranslations('support.thread');
  const may = useMay();
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-6">
        <Section title={t('messages')} note={String(thread.messages.length)}>
          <div className="p-4">
            <MessageThread
              messages={thread.messages}
              own="staff"
              fileHref={(file) => `/api/documents/${file}?tenant=${tenant}&surface=desk`}
              words={{ label: t('messages'), erased: t('erased'), note: t('noteOf'), read: t('read') }}
            />
          </div>
        </Section>
        {may('support.conversation.reply') ? <Composer thread={thread} tenant={tenant} /> : null}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Assignee thread={thread} />
      </div>
    </div>
  );
}

const nobody = 'nobody';

function Assignee({ thread }: { thread: ConversationDetail }) {
  const t = useTranslations('support.thread');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const colleagues = useQuery({
    ...trpc.support.contacts.colleagues.queryOptions({}),
    staleTime: 300_000,
    retry: false,
  });
  const people = colleagues.data ?? [];
  const current = people.find(({ name }) => name === thread.assignee)?.id ?? nobody;
  const give = (value: string) => {
    const userId = people.find(({ id }) => id === value)?.id ?? null;
    void atOnce(() => api.support.conversations.assign.mutate({ id: thread.id, userId }), t('assigned'));
  };
  return (
    <Section title={t('assignee')}>
      <div className="p-4">
        {may('support.conversation.assign') && people.length > 0 ? (
          <Select
            aria-label={t('assignee')}
            className="w-full"
            value={current}
            onValueChange={give}
            options={[
              { value: nobody, label: t('nobody') },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        ) : (
          <p>{thread.assignee ?? t('nobody')}</p>
        )}
      </div>
    </Section>
  );
}
