'use client';

import { useTranslations } from 'next-intl';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Panel, Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Words } from './place';

type Version = Words['versions'][number];
const tones: Record<Version['state'], Tone> = { draft: 'pending', published: 'success', retired: 'neutral' };

/** What was and is said: versions are never changed once they are in force. */
export function Versions({ words }: { words: Words }) {
  const t = useTranslations('settings.messages');
  return (
    <Section title={t('versions')} count={words.versions.length}>
      <Panel>
        {words.versions.length === 0 ? <EmptyState title={t('noVersions')} /> : null}
        <ul className="divide-y">
          {words.versions.map((version) => (
            <VersionRow key={version.id} version={version} isLegal={words.isLegal} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function VersionRow({ version, isLegal }: { version: Version; isLegal: boolean }) {
  const t = useTranslations('settings.messages');
  const { text, language } = version;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <details className="min-w-0 flex-1 basis-72">
        <summary className="cursor-pointer">
          <span className="font-medium">{t('version', { version: version.version })}</span>{' '}
          <Badge tone={tones[version.state]}>{t(`states.${version.state}`)}</Badge>{' '}
          <span className="text-muted-foreground text-xs">
            {t(language)}, {version.brandName ?? t('everyBrand')}
          </span>
          <span className="block text-muted-foreground text-xs">
            {t('savedBy', { name: version.savedBy, note: version.note })}{' '}
            <RelativeTime at={version.publishedAt ?? version.savedAt} zone="entity" />
          </span>
        </summary>
        <div lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} className="mt-2 border-s-2 ps-3">
          <p className="font-medium">{text.subject}</p>
          {text.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </details>
      {version.state === 'draft' ? <Publish version={version} isLegal={isLegal} /> : null}
    </li>
  );
}

function Publish({ version, isLegal }: { version: Version; isLegal: boolean }) {
  const t = useTranslations('settings.messages');
  const may = useMay();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  if (!may('notifications.words.publish')) return <NotYours>{t('notYours')}</NotYours>;
  return (
    <Confirm
      trigger={<Button>{t('publish')}</Button>}
      title={t('publishTitle', { version: version.version })}
      consequence={isLegal ? `${t('publishBody')} ${t('publishLegal')}` : t('publishBody')}
      confirmLabel={t('publish')}
      tone="primary"
      reason="required"
      onConfirm={(reason) =>
        inDialog(
          () => api.notifications.words.publish.mutate({ id: version.id, savedAt: version.savedAt, reason }),
          t('published'),
        )
      }
    />
  );
}
