import { TRPCError } from '@trpc/server';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { inWords } from '@/app/_domain/labels';
import { AreaMessages } from '@/app/_i18n/area';
import { LiveProvider } from '@/app/_trpc/live';
import { ApiProvider } from '@/app/_trpc/provider';
import { apiFor } from '@/app/_trpc/server';
import { ZonesProvider } from '@/app/_ui/time/zones';
import { isRefusal } from '@/server/kernel/errors';
import { DeskFrame } from './desk-frame';

const reasonOf = (error: unknown): string =>
  error instanceof TRPCError && isRefusal(error.cause) ? error.cause.reason : 'sign_in_first';

/** Signed in, but not at one of the tenant's own addresses: no page of the desk, and no way round by signing in again. */
async function Elsewhere() {
  const t = await getTranslations('refusals');
  return (
    <main className="mx-auto max-w-prose p-8">
      <h1 className="font-semibold text-lg">{t('address_not_allowed')}</h1>
    </main>
  );
}

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
    api.identity.me.get({}).catch(reasonOf),
    api.tenancy.entity.list({}).catch(() => ({ rows: [] })),
  ]);
  if (me === 'address_not_allowed') return <Elsewhere />;
  if (typeof me === 'string' || me.kind !== 'staff') redirect(`/t/${tenant}/desk/sign-in`);
  const [entity] = entities.rows;
  const zone = entity?.timeZone ?? 'UTC';
  return (
    <AreaMessages areas={['desk', 'engagement', 'operations', 'support', 'reporting']}>
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
