'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { LinkTabs } from '@/app/_ui/tabs';

/** Address and name of each page, under what it is about; a group of one is named like its page. */
const groups = [
  [
    'company',
    [
      ['organisation', 'organisation'],
      ['brands', 'brands'],
      ['calendar', 'calendar'],
      ['go-live', 'goLive'],
    ],
  ],
  [
    'people',
    [
      ['team', 'team'],
      ['roles', 'roles'],
      ['assignment', 'assignment'],
    ],
  ],
  [
    'entry',
    [
      ['access', 'access'],
      ['sign-on', 'signOn'],
      ['reviews', 'reviews'],
      ['keys', 'keys'],
    ],
  ],
  ['connections', [['connections', 'connections']]],
  ['policy', [['policy', 'policy']]],
  ['messages', [['messages', 'messages']]],
  ['me', [['me', 'me']]],
] as const;

export function SettingsTabs({ base }: { base: string }) {
  const t = useTranslations('settings.tabs');
  const path = usePathname();
  const isAt = (place: string) => `${path}/`.startsWith(`${base}/${place}/`);
  const here = groups.find(([, pages]) => pages.some(([place]) => isAt(place)));
  return (
    <>
      <LinkTabs
        label={t('label')}
        className="pt-1"
        tabs={groups.map(([group, pages]) => ({
          href: `${base}/${pages[0][0]}`,
          label: t(`groups.${group}`),
          current: here?.[0] === group,
        }))}
      />
      {here && here[1].length > 1 ? (
        <LinkTabs
          label={t(`groups.${here[0]}`)}
          className="bg-muted"
          tabs={here[1].map(([place, key]) => ({ href: `${base}/${place}`, label: t(key), current: isAt(place) }))}
        />
      ) : null}
    </>
  );
}
