'use client';

import { useTranslations } from 'next-intl';
import { AuditTimeline } from '@/app/_domain/audit-timeline';
import { DrawerBody, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import type { AuditEntryView } from '@/server/modules/audit/contract';

export function EntryDrawer({ entry, onClose }: { entry: AuditEntryView | undefined; onClose: () => void }) {
  const t = useTranslations('desk.audit');
  return (
    <>
      <DrawerHeader title={entry?.action ?? t('missing')} onClose={onClose} />
      <DrawerBody>
        {entry ? (
          <DrawerSection title={t('entry')}>
            <AuditTimeline entries={[entry]} />
            <p className="mt-2 break-all font-mono text-2xs text-muted-foreground">
              {entry.objectType} {entry.objectId}
              <br />
              {entry.requestId}
            </p>
          </DrawerSection>
        ) : null}
      </DrawerBody>
    </>
  );
}
