import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { inWords } from '@/app/_domain/labels';
import { AreaMessages } from '@/app/_i18n/area';
import { ApiProvider } from '@/app/_trpc/provider';
import { apiFor } from '@/app/_trpc/server';
import { platformPlace } from '../place';
import { PlatformFrame } from './platform-frame';

/** The console needs a member of the platform's own staff; each verb decides again. */
export default async function Layout({ children }: { children: ReactNode }) {
  const api = await apiFor(platformPlace.tenant, platformPlace.surface);
  const me = await api.identity.me.get({}).catch(() => null);
  if (me?.kind !== 'staff') redirect('/platform/sign-in');
  return (
    <AreaMessages areas={['platform']}>
      <ApiProvider {...platformPlace}>
        <PlatformFrame user={{ name: me.name, role: me.roles.map(inWords).join(', ') }}>{children}</PlatformFrame>
      </ApiProvider>
    </AreaMessages>
  );
}
