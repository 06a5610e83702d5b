'use client';

import { useTranslations } from 'next-intl';
import { Inbox } from '@/app/_domain/inbox';
import { PortalPage } from '../portal-page';
import { usePlace } from '../portal-place';

export function Notifications() {
  const t = useTranslations('common.inbox');
  const { base } = usePlace();
  return (
    <PortalPage title={t('title')}>
      <Inbox base={base} />
    </PortalPage>
  );
}
