'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { useInboxBell } from '@/app/_domain/inbox';
import { GrantsProvider } from '@/app/_domain/may';
import { silenceHere } from '@/app/_domain/push';
import { StepUpDialog } from '@/app/_domain/security/step-up';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { useLiveState } from '@/app/_trpc/live';
import { forgetSession } from '@/app/_trpc/sign-in';
import { DeskShell } from '@/app/_ui/shell/desk-shell';
import { type Counts, useDeskNav } from './desk-nav';
import { useDeskSearch } from './desk-search';

type Props = {
  tenant: string;
  name: string;
  environment: 'live' | 'sandbox';
  user: { name: string; role: string };
  grants: readonly string[];
  children: ReactNode;
};

const noCounts: Counts = { all: 0, of: () => 0 };

export function DeskFrame({ tenant, name, environment, user, grants, children }: Props) {
  const t = useTranslations('desk');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const live = useLiveState();
  const messages = useInboxBell(`/t/${tenant}/desk`);
  const search = useDeskSearch(`/t/${tenant}/desk`);
  const counts = useQuery({ ...trpc.work.item.counts.queryOptions({}), refetchInterval: 30_000 });
  const open = useMemo<Counts>(
    () =>
      counts.data
        ? { all: counts.data.team, of: (kind) => counts.data.byKind.find((one) => one.kind === kind)?.open ?? 0 }
        : noCounts,
    [counts.data],
  );
  const nav = useDeskNav(`/t/${tenant}/desk`, grants, open);
  const signOut = async () => {
    await api.identity.session.signOut.mutate({}).catch(() => undefined); // an ended session is what was wanted
    await silenceHere().catch(() => undefined);
    await forgetSession({ tenant, surface: 'desk' });
    router.replace(`/t/${tenant}/desk/sign-in`);
  };
  return (
    <DeskShell
      label={t('title')}
      brand={{ name }}
      environment={environment}
      nav={nav}
      user={user}
      messages={messages}
      live={live.state}
      liveSince={live.since}
      search={search}
      onSignOut={() => void signOut()}
    >
      <GrantsProvider grants={grants}>{children}</GrantsProvider>
      <StepUpDialog />
    </DeskShell>
  );
}
