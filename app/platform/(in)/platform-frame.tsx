'use client';

import { Activity, Building2, Workflow } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { StepUpDialog } from '@/app/_domain/security/step-up';
import { useTRPCClient } from '@/app/_trpc/client';
import { forgetSession } from '@/app/_trpc/sign-in';
import type { NavEntry } from '@/app/_ui/shell/nav';
import { PlatformShell } from '@/app/_ui/shell/platform-shell';
import { platformPlace } from '../place';

type Props = { user: { name: string; role: string }; children: ReactNode };

export function PlatformFrame({ user, children }: Props) {
  const t = useTranslations('platform');
  const api = useTRPCClient();
  const router = useRouter();
  const nav = useMemo<NavEntry[]>(
    () => [
      { href: '/platform/tenants', label: t('nav.tenants'), icon: <Building2 size={16} />, keys: 'g t' },
      { href: '/platform/health', label: t('nav.health'), icon: <Activity size={16} />, keys: 'g h' },
      { href: '/platform/jobs', label: t('nav.jobs'), icon: <Workflow size={16} />, keys: 'g j' },
    ],
    [t],
  );
  const signOut = async () => {
    await api.identity.session.signOut.mutate({}).catch(() => undefined); // an ended session is what was wanted
    await forgetSession(platformPlace);
    router.replace('/platform/sign-in');
  };
  return (
    <PlatformShell label={t('title')} nav={nav} user={user} onSignOut={() => void signOut()}>
      {children}
      <StepUpDialog />
    </PlatformShell>
  );
}
