'use client';

import { CandlestickChart, House, List, MessageCircle, Wallet } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, type ReactNode, useMemo } from 'react';
import { useInboxBell } from '@/app/_domain/inbox';
import { StepUpDialog } from '@/app/_domain/security/step-up';
import { useTRPCClient } from '@/app/_trpc/client';
import { useLiveState } from '@/app/_trpc/live';
import { forgetSession } from '@/app/_trpc/sign-in';
import type { ShellBrand } from '@/app/_ui/shell/brand-mark';
import { PortalShell } from '@/app/_ui/shell/portal-shell';
import { PlaceProvider, type PortalPlace } from './portal-place';

type Props = {
  place: PortalPlace;
  brand: ShellBrand;
  colours: CSSProperties | undefined;
  name: string;
  impersonator: string | null;
  legal: string;
  children: ReactNode;
};

export function PortalFrame({ place, brand, colours, name, impersonator, legal, children }: Props) {
  const t = useTranslations('portal');
  const api = useTRPCClient();
  const live = useLiveState();
  const { base } = place;
  const messages = useInboxBell(base);
  const nav = useMemo(
    () => [
      { href: base, label: t('nav.home'), icon: <House aria-hidden /> },
      { href: `${base}/wallet`, label: t('nav.wallet'), icon: <Wallet aria-hidden /> },
      { href: `${base}/accounts`, label: t('nav.accounts'), icon: <CandlestickChart aria-hidden /> },
      { href: `${base}/history`, label: t('nav.history'), icon: <List aria-hidden /> },
      { href: `${base}/support`, label: t('nav.support'), icon: <MessageCircle aria-hidden /> },
    ],
    [base, t],
  );
  const endImpersonation = async () => {
    await api.identity.impersonation.stop.mutate({}).catch(() => undefined); // an ended look is what was wanted
    await forgetSession({ tenant: place.tenant, surface: 'portal' });
    window.location.assign(`${base}/sign-in`);
  };
  return (
    <PlaceProvider place={place}>
      <PortalShell
        label={t('title')}
        brand={brand}
        brandStyle={colours}
        nav={nav}
        messages={messages}
        profile={{ href: `${base}/profile`, label: t('profileOf', { name }) }}
        live={live.state}
        liveSince={live.since}
        legal={legal}
        {...(impersonator
          ? { impersonation: { subject: name, actor: impersonator, onEnd: () => void endImpersonation() } }
          : {})}
      >
        {children}
        <StepUpDialog />
      </PortalShell>
    </PlaceProvider>
  );
}
