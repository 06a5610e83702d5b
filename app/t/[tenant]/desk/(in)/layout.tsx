import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { inWords } from '@/app/_domain/labels';
import { AreaMessages } from '@/app/_i18n/area';
import { LiveProvider } from '@/app/_trpc/live';
import { ApiProvider } from '@/app/_trpc/provider';
import { apiFor } from '@/app/_trpc/server';
import { ZonesProvider } from '@/app/_ui/time/zones';
import { DeskFrame } from './desk-frame';

/** Everything of the desk needs a member of staff; each verb decides again what this person may do. */
export default async function Layout({
  params,
  children,
}: {
  params: Promise<{ tenant: string }>;
  children: ReactNode;
}) {
  const { tenant } = await params;
  const api = await apiFor(tenant, 'desk');
  const [me, entities] = await Promise.all([
    api.identity.me.get({}).catch(() => null),
    api.tenancy.entity.list({}).catch(() => ({ rows: [] })),
  ]);
  if (me?.kind !== 'staff') redirect(`/t/${tenant}/desk/sign-in`);
  const [entity] = entities.rows;
  const zone = entity?.timeZone ?? 'UTC';
  return (
    <AreaMessages areas={['desk', 'operations', 'support', 'reporting']}>
      <ApiProvider tenant={tenant} surface="desk">
        <LiveProvider tenant={tenant} surface="desk">
          <ZonesProvider zones={{ entity: { zone, label: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone } }}>
            <DeskFrame
              tenant={tenant}
              name={me.tenant.name}
              environment={me.tenant.environment}
              user={{ name: me.name, role: me.roles.map(inWords).join(', ') }}
              grants={me.grants}
            >
              {children}
            </DeskFrame>
          </ZonesProvider>
        </LiveProvider>
      </ApiProvider>
    </AreaMessages>
  );
}
