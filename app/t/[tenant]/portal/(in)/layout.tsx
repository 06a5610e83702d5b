import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { baseOf } from '@/app/_domain/base';
import { AreaMessages } from '@/app/_i18n/area';
import { LiveProvider } from '@/app/_trpc/live';
import { ApiProvider } from '@/app/_trpc/provider';
import { apiFor } from '@/app/_trpc/server';
import { brandStyle } from '@/app/_ui/brand/brand-style';
import { ZonesProvider } from '@/app/_ui/time/zones';
import { PortalFrame } from './portal-frame';

type Props = { params: Promise<{ tenant: string }>; children: ReactNode };

/** Everything in here needs a client; each verb decides again what he may see. */
export default async function Layout({ params, children }: Props) {
  const { tenant } = await params;
  const [api, base, t] = await Promise.all([
    apiFor(tenant, 'portal'),
    baseOf(tenant, 'portal'),
    getTranslations('portal'),
  ]);
  const me = await api.identity.me.get({}).catch(() => null);
  if (me?.kind !== 'client') {
    const wanted = (await headers()).get('x-pathname') ?? '';
    redirect(`${base}/sign-in${wanted.startsWith(`${base}/`) ? `?next=${encodeURIComponent(wanted)}` : ''}`);
  }
  const standing = await api.clients.me({});
  const look = await api.tenancy.brand.look({ brand: standing.brandSlug });
  const zone = standing.entityTimeZone;
  const label = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  const { brand, entity } = look;
  return (
    <AreaMessages areas={['portal']}>
      <ApiProvider tenant={tenant} surface="portal">
        <LiveProvider tenant={tenant} surface="portal">
          <ZonesProvider zones={{ entity: { zone, label } }}>
            <PortalFrame
              place={{ tenant, base, clientId: standing.id, currency: standing.baseCurrency }}
              brand={{
                name: standing.brand,
                ...(brand?.logoPng ? { logoUrl: `data:image/png;base64,${brand.logoPng}` } : {}),
              }}
              colours={brand ? brandStyle({ brand: brand.color }) : undefined}
              name={standing.name}
              impersonator={me.impersonator}
              legal={t('legal', { entity: entity?.name ?? standing.entity, zone: label })}
            >
              {children}
            </PortalFrame>
          </ZonesProvider>
        </LiveProvider>
      </ApiProvider>
    </AreaMessages>
  );
}
