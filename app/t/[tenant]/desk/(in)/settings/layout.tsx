import type { ReactNode } from 'react';
import { AreaMessages } from '@/app/_i18n/area';
import { SettingsTabs } from './settings-tabs';

type Props = { params: Promise<{ tenant: string }>; children: ReactNode };

export default async function Layout({ params, children }: Props) {
  const { tenant } = await params;
  return (
    <AreaMessages areas={['desk', 'operations', 'settings', 'auth']}>
      <SettingsTabs base={`/t/${tenant}/desk/settings`} />
      {children}
    </AreaMessages>
  );
}
