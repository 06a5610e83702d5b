'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { languageOf } from '@/app/_i18n/locale';
import { useTRPC } from '@/app/_trpc/client';
import type { MyApplication } from '@/server/modules/onboarding/contract';
import { FailedCard, LoadingCard, PortalPage } from '../portal-page';
import { ApplicationForm } from './application-form';
import { ConfirmEmail } from './confirm-email';
import type { Flow } from './flow-form';
import { AsksCard, BeginCard, DoneCard, FinalCard, WaitingCard } from './standing-cards';

const everyMs = 5_000;

/** Verification from the first question to the answer: one thing to do at a time, and whose turn it is. */
export function Verify() {
  const t = useTranslations('portal.verify');
  const trpc = useTRPC();
  const language = languageOf(useLocale());
  const queries = useQueryClient();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  const me = useQuery(trpc.identity.me.get.queryOptions({}));
  const flow = useQuery(trpc.onboarding.flow.read.queryOptions({ language }));
  const mine = useQuery({
    ...trpc.onboarding.mine.queryOptions({}),
    refetchInterval: ({ state }) => (state.data?.turn === 'us' ? everyMs : false),
  });
  const answered = mine.data?.state;
  useEffect(() => {
    if (answered) void queries.invalidateQueries({ queryKey: trpc.clients.me.pathKey() });
  }, [answered, queries, trpc]);
  const all = [standing, me, flow, mine];
  const failed = all.find(({ error }) => error)?.error;
  if (failed)
    return (
      <PortalPage title={t('title')}>
        <FailedCard error={failed} retry={() => void Promise.all(all.map(({ refetch }) => refetch()))} />
      </PortalPage>
    );
  if (!standing.data || !me.data || !flow.data || !mine.data)
    return (
      <PortalPage title={t('title')}>
        <LoadingCard />
      </PortalPage>
    );
  const key = `state.${standing.data.facets.verification}` as 'state.approved'; // text on the wire
  return (
    <PortalPage title={t('title')} lead={t.has(key) ? t(key) : t('state.none')}>
      {me.data.isEmailVerified ? null : <ConfirmEmail email={me.data.email ?? ''} />}
      <Stage flow={flow.data} mine={mine.data} hasAccount={standing.data.facets.funding !== 'none'} />
    </PortalPage>
  );
}

function Stage({ flow, mine, hasAccount }: { flow: Flow; mine: MyApplication; hasAccount: boolean }) {
  const { id, state, turn } = mine;
  if ((state === 'draft' || state === 'needs_more') && id !== null)
    return (
      <>
        {state === 'needs_more' ? <AsksCard asks={mine.asks} note={mine.note} /> : null}
        <ApplicationForm flow={flow} mine={{ ...mine, id }} />
      </>
    );
  if (state === 'sent' || state === 'in_review') return <WaitingCard mine={mine} />;
  if (state === 'rejected' && turn === 'nobody') return <FinalCard mine={mine} />;
  if (state === 'approved' && turn === 'nobody') return <DoneCard mine={mine} hasAccount={hasAccount} />;
  return <BeginCard flow={flow} mine={mine} again={state !== 'none'} />;
}
