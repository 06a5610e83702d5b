import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AreaMessages } from '@/app/_i18n/area';
import { ApiProvider } from '@/app/_trpc/provider';
import { apiFor } from '@/app/_trpc/server';
import { brandStyle } from '@/app/_ui/brand/brand-style';
import { AuthShell } from '@/app/_ui/shell/auth-shell';
import type { Surface } from '@/server/kernel/context';

type DoorProps = {
  tenant: string;
  surface: Surface;
  title: ReactNode;
  lead?: ReactNode;
  below?: ReactNode;
  wide?: boolean;
  brand?: string | undefined;
  children: ReactNode;
};

/** A page before anybody is signed in: whose door it is, in their colour. An unknown tenant is a page that does not exist. */
export async function Door({ tenant, surface, title, lead, below, wide, brand, children }: DoorProps) {
  const api = await apiFor(tenant, surface);
  const look = await api.tenancy.brand.look({ brand: brand ?? null }).catch(() => notFound());
  const isClient = surface === 'portal';
  const name = isClient ? (look.brand?.name ?? look.tenant.name) : look.tenant.name;
  const colours = look.brand && isClient ? brandStyle({ brand: look.brand.color }) : undefined;
  const legal = look.entity
    ? `${look.entity.name}${look.entity.licence ? `, licence ${look.entity.licence}` : ''}`
    : undefined;
  return (
    <AreaMessages areas={['auth']}>
      <ApiProvider tenant={tenant} surface={surface}>
        <AuthShell
          brand={{ name }}
          title={title}
          {...(colours ? { brandStyle: colours } : {})}
          {...(lead ? { lead } : {})}
          {...(below ? { below } : {})}
          {...(legal && isClient ? { legal } : {})}
          {...(wide ? { wide } : {})}
        >
          {children}
        </AuthShell>
      </ApiProvider>
    </AreaMessages>
  );
}
