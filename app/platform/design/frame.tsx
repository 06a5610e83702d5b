'use client';

import {
  Activity,
  ArrowLeftRight,
  Award,
  Briefcase,
  CandlestickChart,
  CircleCheck,
  FileText,
  House,
  IdCard,
  List,
  Network,
  Settings,
  ShieldAlert,
  SlidersHorizontal,
  TrendingUp,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { DeskShell } from '@/app/_ui/shell/desk-shell';
import type { NavEntry } from '@/app/_ui/shell/nav';
import { StillNowProvider } from '@/app/_ui/time/now';
import type { ZoneName } from '@/app/_ui/time/zones';
import { ZonesProvider } from '@/app/_ui/time/zones';
import { toast } from '@/app/_ui/toaster';
import { at } from './data';

const base = '/platform/design';
const nav: readonly NavEntry[] = [
  { href: `${base}/home`, label: 'Home', icon: <House size={16} />, count: 7, keys: 'g h' },
  { href: `${base}/client`, label: 'Clients', icon: <Users size={16} />, keys: 'g c' },
  { href: `${base}/kit`, label: 'Kit', icon: <IdCard size={16} />, keys: 'g k' },
  { href: `${base}/tables`, label: 'Tables', icon: <Briefcase size={16} />, count: 18 },
  {
    href: `${base}/withdrawals`,
    label: 'Payments',
    icon: <ArrowLeftRight size={16} />,
    count: 41,
    keys: 'g w',
    children: [
      { href: `${base}/overview`, label: 'Overview' },
      { href: `${base}/deposits`, label: 'Deposits', count: 12 },
      { href: `${base}/withdrawals`, label: 'Withdrawals', count: 41 },
      { href: `${base}/reconciliation`, label: 'Reconciliation' },
      { href: `${base}/ledger`, label: 'Ledger' },
      { href: `${base}/routing`, label: 'Routing' },
      { href: `${base}/connections`, label: 'Connections' },
    ],
  },
  { href: `${base}/trading`, label: 'Trading', icon: <CandlestickChart size={16} />, count: 3 },
  { href: `${base}/exposure`, label: 'Risk', icon: <ShieldAlert size={16} />, count: 1, hot: true, keys: 'g r' },
  { href: `${base}/partners`, label: 'Partners', icon: <Network size={16} /> },
  { href: `${base}/prop`, label: 'Prop', icon: <Award size={16} /> },
  { href: `${base}/growth`, label: 'Growth', icon: <TrendingUp size={16} /> },
  { href: `${base}/reports`, label: 'Reports', icon: <FileText size={16} /> },
  { href: `${base}/policy`, label: 'Policy', icon: <SlidersHorizontal size={16} /> },
  { href: `${base}/approvals`, label: 'Approvals', icon: <CircleCheck size={16} />, count: 3 },
  { href: `${base}/audit`, label: 'Audit', icon: <List size={16} /> },
  { href: `${base}/settings`, label: 'Settings', icon: <Settings size={16} /> },
];

const people = ['Marit Oosterveld', 'Anselm Brandvik', 'Odile Farrant', 'نور حلواني', 'Halina Wrede'];

/** The desk of an invented brokerage around every design page. */
export function DesignFrame({ zone, children }: { zone?: ZoneName; children: ReactNode }) {
  return (
    <StillNowProvider at={at('14:42:09')}>
      <ZonesProvider
        zones={{
          entity: { zone: 'Asia/Nicosia', label: 'Nicosia' },
          server: { zone: 'Europe/Athens', label: 'server' },
        }}
      >
        <DeskShell
          label="Desk"
          brand={{ name: 'Merrowby' }}
          environment="live"
          nav={nav}
          user={{ name: 'Nadia Achterberg', role: 'Finance lead' }}
          onSignOut={() => toast.success('Signed out')}
          clock={zone === 'server' ? { zone, seconds: true } : {}}
          {...(zone === 'server' ? { live: 'on' as const } : {})}
          commands={[
            {
              id: 'top-up',
              label: 'Top up a float',
              group: 'commands',
              icon: <Activity size={16} />,
              keywords: 'usdt prefunding',
              run: () => toast.success('Asked for 40,000.00 USDT'),
            },
          ]}
          search={async (query) =>
            people
              .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
              .map((name) => ({
                id: name,
                kind: 'Client',
                title: name,
                note: 'C-20418, Merrow FX',
                href: `${base}/client`,
                icon: <Users size={16} />,
              }))
          }
        >
          {children}
        </DeskShell>
      </ZonesProvider>
    </StillNowProvider>
  );
}
