'use client';

import { useQuery } from '@tanstack/react-query';
import {
  ArrowLeftRight,
  CandlestickChart,
  CircleCheck,
  House,
  IdCard,
  List,
  Settings,
  Shield,
  Users,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { GrantsProvider } from '@/app/_domain/may';
import { StepUpDialog } from '@/app/_domain/security/step-up';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { useLiveState } from '@/app/_trpc/live';
import { forgetSession } from '@/app/_trpc/sign-in';
import { DeskShell } from '@/app/_ui/shell/desk-shell';
import type { NavEntry } from '@/app/_ui/shell/nav';
import { useDeskSearch } from './desk-search';

type Props = {
  tenant: string;
  name: string;
  environment: 'live' | 'sandbox';
  user: { name: string; role: string };
  grants: readonly string[];
  children: ReactNode;
};

/** Lists are read, so the grants to read a whole module (`read:clients.*`) open their pages too. */
const covers = (grants: readonly string[], verb: string) =>
  grants
    .map((grant) => grant.replace(/^read:/, ''))
    .some((grant) => grant === '*' || grant === verb || (grant.endsWith('.*') && verb.startsWith(grant.slice(0, -1))));

type Counts = { all: number; of: (kind: string) => number };

/** Menu entries a person may use; the verbs behind them decide anyway. */
function useNav(base: string, grants: readonly string[], counts: Counts): NavEntry[] {
  const t = useTranslations('desk.nav');
  const words = useTranslations('operations');
  return useMemo(() => {
    const size = 16;
    const all: (NavEntry & { verb: string })[] = [
      { href: `${base}/home`, label: t('home'), icon: <House size={size} />, keys: 'g h', count: counts.all, verb: '' },
      {
        href: `${base}/clients`,
        label: t('clients'),
        icon: <Users size={size} />,
        keys: 'g c',
        verb: 'clients.client.list',
      },
      {
        href: `${base}/onboarding`,
        label: t('onboarding'),
        icon: <IdCard size={size} />,
        keys: 'g o',
        count: counts.of('application_review'),
        verb: 'onboarding.application.list',
      },
      {
        href: `${base}/payments/withdrawals`,
        label: t('payments'),
        icon: <ArrowLeftRight size={size} />,
        keys: 'g w',
        count: counts.of('withdrawal'),
        verb: 'payments.withdrawal.list',
        children: [
          { href: `${base}/payments/deposits`, label: t('deposits'), count: counts.of('deposit_review') },
          { href: `${base}/payments/withdrawals`, label: t('withdrawals'), count: counts.of('withdrawal') },
        ],
      },
      {
        href: `${base}/trading/accounts`,
        label: t('trading'),
        icon: <CandlestickChart size={size} />,
        keys: 'g t',
        count: counts.of('terms_drift'),
        verb: 'trading.account.list',
        children: [
          { href: `${base}/trading/accounts`, label: words('accounts.title'), count: counts.of('terms_drift') },
          { href: `${base}/trading/offers`, label: words('offers.title') },
        ],
      },
      {
        href: `${base}/risk`,
        label: t('risk'),
        icon: <Shield size={size} />,
        keys: 'g r',
        count: counts.of('exposure_over_band'),
        hot: true,
        verb: 'risk.exposure.snapshot',
      },
      {
        href: `${base}/approvals`,
        label: t('approvals'),
        icon: <CircleCheck size={size} />,
        keys: 'g a',
        count: counts.of('approval'),
        verb: 'work.approval.list',
      },
      { href: `${base}/audit`, label: t('audit'), icon: <List size={size} />, keys: 'g l', verb: 'audit.entry.list' },
      { href: `${base}/settings`, label: t('settings'), icon: <Settings size={size} />, keys: 'g s', verb: '' },
    ];
    return all
      .filter((entry) => entry.verb === '' || covers(grants, entry.verb))
      .map(({ verb: _verb, ...entry }) => entry);
  }, [base, grants, counts, t, words]);
}

const noCounts: Counts = { all: 0, of: () => 0 };

export function DeskFrame({ tenant, name, environment, user, grants, children }: Props) {
  const t = useTranslations('desk');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const router = useRouter();
  const live = useLiveState();
  const search = useDeskSearch(`/t/${tenant}/desk`);
  const counts = useQuery({ ...trpc.work.item.counts.queryOptions({}), refetchInterval: 30_000 });
  const open = useMemo<Counts>(
    () =>
      counts.data
        ? { all: counts.data.team, of: (kind) => counts.data.byKind.find((one) => one.kind === kind)?.open ?? 0 }
        : noCounts,
    [counts.data],
  );
  const nav = useNav(`/t/${tenant}/desk`, grants, open);
  const signOut = async () => {
    await api.identity.session.signOut.mutate({}).catch(() => undefined); // an ended session is what was wanted
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
