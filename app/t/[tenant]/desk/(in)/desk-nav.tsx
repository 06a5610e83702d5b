'use client';

import {
  ArrowLeftRight,
  CandlestickChart,
  ChartColumn,
  CircleCheck,
  House,
  IdCard,
  List,
  ListChecks,
  MessageCircle,
  Settings,
  Shield,
  Split,
  Users,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { NavEntry } from '@/app/_ui/shell/nav';

/** Lists are read, so the grants to read a whole module (`read:clients.*`) open their pages too. */
const covers = (grants: readonly string[], verb: string) =>
  grants
    .map((grant) => grant.replace(/^read:/, ''))
    .some((grant) => grant === '*' || grant === verb || (grant.endsWith('.*') && verb.startsWith(grant.slice(0, -1))));

export type Counts = { all: number; of: (kind: string) => number };
/** `verb` is the list behind it; without one everybody at the desk may open it. */
type Entry = NavEntry & { verb: string; parts?: readonly (NavEntry & { verb: string })[] };

const size = 16;

function moneyEntry(
  base: string,
  t: (key: 'payments' | 'deposits' | 'withdrawals' | 'disputes') => string,
  counts: Counts,
): Entry {
  const at = (path: string) => `${base}/payments/${path}`;
  return {
    href: at('withdrawals'),
    label: t('payments'),
    icon: <ArrowLeftRight size={size} />,
    keys: 'g w',
    count: counts.of('withdrawal'),
    verb: 'payments.withdrawal.list',
    parts: [
      { href: at('deposits'), label: t('deposits'), count: counts.of('deposit_review'), verb: 'payments.deposit.list' },
      { href: at('withdrawals'), label: t('withdrawals'), count: counts.of('withdrawal'), verb: '' },
      { href: at('disputes'), label: t('disputes'), count: counts.of('chargeback'), verb: 'payments.dispute.list' },
    ],
  };
}

function supportEntry(
  base: string,
  t: (key: 'support' | 'conversations' | 'requests' | 'texts') => string,
  counts: Counts,
): Entry {
  const waiting = counts.of('conversation');
  return {
    href: `${base}/support`,
    label: t('support'),
    icon: <MessageCircle size={size} />,
    keys: 'g m',
    count: waiting,
    verb: 'support.conversation.list',
    parts: [
      { href: `${base}/support`, label: t('conversations'), count: waiting, verb: '' },
      {
        href: `${base}/support/requests`,
        label: t('requests'),
        count: counts.of('client_request'),
        verb: 'support.request.list',
      },
      { href: `${base}/support/macros`, label: t('texts'), verb: 'support.macro.list' },
    ],
  };
}

function auditEntry(base: string, t: (key: 'audit' | 'auditLog' | 'disclosures') => string): Entry {
  return {
    href: `${base}/audit`,
    label: t('audit'),
    icon: <List size={size} />,
    keys: 'g l',
    verb: 'audit.entry.list',
    parts: [
      { href: `${base}/audit`, label: t('auditLog'), verb: '' },
      { href: `${base}/audit/disclosures`, label: t('disclosures'), verb: 'disclosures.disclosure.list' },
    ],
  };
}

/** Menu entries a person may use; the verbs behind them decide anyway. */
export function useDeskNav(base: string, grants: readonly string[], counts: Counts): NavEntry[] {
  const t = useTranslations('desk.nav');
  const words = useTranslations('operations');
  const segments = useTranslations('engagement.segments');
  const clients = useTranslations('desk.clients');
  return useMemo(() => {
    const all: Entry[] = [
      { href: `${base}/home`, label: t('home'), icon: <House size={size} />, keys: 'g h', verb: '' },
      {
        href: `${base}/work`,
        label: t('work'),
        icon: <ListChecks size={size} />,
        keys: 'g q',
        count: counts.all,
        verb: '',
      },
      {
        href: `${base}/clients`,
        label: t('clients'),
        icon: <Users size={size} />,
        keys: 'g c',
        verb: 'clients.client.list',
        parts: [
          { href: `${base}/clients`, label: clients('all'), verb: '' },
          { href: `${base}/segments`, label: segments('title'), verb: 'engagement.segment.list' },
        ],
      },
      {
        href: `${base}/onboarding`,
        label: t('onboarding'),
        icon: <IdCard size={size} />,
        keys: 'g o',
        count: counts.of('application_review'),
        verb: 'onboarding.application.list',
      },
      supportEntry(base, t, counts),
      moneyEntry(base, t, counts),
      {
        href: `${base}/trading/accounts`,
        label: t('trading'),
        icon: <CandlestickChart size={size} />,
        keys: 'g t',
        count: counts.of('terms_drift'),
        verb: 'trading.account.list',
        parts: [
          {
            href: `${base}/trading/accounts`,
            label: words('accounts.title'),
            count: counts.of('terms_drift'),
            verb: '',
          },
          { href: `${base}/trading/offers`, label: words('offers.title'), verb: 'trading.offer.list' },
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
        // A withdrawal waits as itself, its vote among the others.
        count: counts.of('approval') + counts.of('withdrawal'),
        verb: 'work.approval.list',
      },
      {
        href: `${base}/leaks`,
        label: t('leaks'),
        icon: <Split size={size} />,
        keys: 'g k',
        verb: 'reporting.leak.board',
      },
      {
        href: `${base}/insight`,
        label: t('insight'),
        icon: <ChartColumn size={size} />,
        keys: 'g i',
        verb: 'reporting.insight.overview',
      },
      auditEntry(base, t),
      { href: `${base}/settings`, label: t('settings'), icon: <Settings size={size} />, keys: 'g s', verb: '' },
    ];
    const mayOpen = ({ verb }: { verb: string }) => verb === '' || covers(grants, verb);
    return all.filter(mayOpen).map(({ verb: _verb, parts, ...entry }) => ({
      ...entry,
      ...(parts ? { children: parts.filter(mayOpen) } : {}),
    }));
  }, [base, grants, counts, t, words, segments, clients]);
}
