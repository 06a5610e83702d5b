'use client';

import { useTranslations } from 'next-intl';
import { Card, CardBody } from '@/app/_ui/panel';
import { PortalPage } from '../../portal-page';

/** Too old, or meant for somebody else: both read alike. */
export function LinkOver() {
  const t = useTranslations('portal.look');
  return (
    <PortalPage title={t('title')} back={{ path: '/support', label: t('support') }}>
      <Card className="max-w-170">
        <CardBody>{t('body')}</CardBody>
      </Card>
    </PortalPage>
  );
}
