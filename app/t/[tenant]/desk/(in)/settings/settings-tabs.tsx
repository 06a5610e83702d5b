'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/app/_ui/tabs';

const tabs = [
  ['organisation', 'organisation'],
  ['brands', 'brands'],
  ['team', 'team'],
  ['roles', 'roles'],
  ['access', 'access'],
  ['sign-on', 'signOn'],
  ['reviews', 'reviews'],
  ['keys', 'keys'],
  ['connections', 'connections'],
  ['policy', 'policy'],
  ['assignment', 'assignment'],
  ['calendar', 'calendar'],
  ['messages', 'messages'],
  ['go-live', 'goLive'],
  ['me', 'me'],
] as const;

export function SettingsTabs({ base }: { base: string }) {
  const t = useTranslations('settings.tabs');
  const path = usePathname();
  return (
    <LinkTabs
      label={t('label')}
      className="pt-1"
      tabs={tabs.map(([place, key]) => ({
        href: `${base}/${place}`,
        label: t(key),
        current: `${path}/`.startsWith(`${base}/${place}/`),
      }))}
    />
  );
}
