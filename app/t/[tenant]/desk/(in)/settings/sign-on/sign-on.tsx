'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { ProviderActions } from './provider-actions';
import { ProviderForm } from './provider-form';

type List = Answers['sso']['connection']['list'];
export type Provider = List['rows'][number];
export type Owner = List['owners'][number];

/** The company's own identity providers: what each serves, how it answered, and what comes next. */
export function SignOn() {
  const t = useTranslations('settings.signOn');
  const trpc = useTRPC();
  const list = useQuery(trpc.sso.connection.list.queryOptions({}));
  const enforced = list.data?.rows.filter((row) => row.isEnforced) ?? [];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          list.data
            ? t.rich('state', {
                count: list.data.rows.length,
                enforced: enforced.length,
                domains: enforced.flatMap((row) => row.settings.domains).join(', '),
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={<ProviderForm provider={null} trigger={<Button variant="primary">{t('add')}</Button>} />}
      />
      <PageBody>
        <Loaded query={list} rows={3}>
          {({ rows, owners }) => (
            <Panel>
              {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
              {rows.map((row) => (
                <Row key={row.id} row={row} owners={owners} />
              ))}
            </Panel>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

const tones: Record<Provider['state'], Tone> = {
  active: 'success',
  draft: 'warning',
  paused: 'neutral',
  removed: 'neutral',
};

function Row({ row, owners }: { row: Provider; owners: readonly Owner[] }) {
  const t = useTranslations('settings.signOn');
  const refusal = useRefusalText();
  const { settings, ours } = row;
  const word = { active: t('active'), draft: t('draft'), paused: t('paused'), removed: t('paused') }[row.state];
  return (
    <section aria-label={settings.name} className="flex flex-col gap-2 border-b px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="flex flex-wrap items-center gap-2 font-medium text-base">
            {settings.name}
            <Badge tone={tones[row.state]}>{word}</Badge>
            {row.isEnforced ? <Badge tone="success">{t('enforced')}</Badge> : null}
            {row.isWaiting && row.state !== 'draft' ? <Badge tone="warning">{t('waiting')}</Badge> : null}
          </h2>
          <p className="break-words text-muted-foreground text-xs">
            {t(row.protocol)} · {settings.protocol === 'oidc' ? settings.issuer : settings.entityId}
          </p>
          <p className="text-muted-foreground text-xs">
            {settings.domains.join(', ')} · {t('people', { count: row.people })}
            {row.breakGlass ? ` · ${t('keeps', { name: row.breakGlass })}` : ''}
          </p>
          {row.testError ? (
            <p className="text-destructive text-xs">
              {t('failed')}: {refusal(row.testError)}
            </p>
          ) : null}
        </div>
        <p className="flex flex-col text-muted-foreground text-xs">
          {row.lastUsedAt ? (
            <span>
              {t('used')} <RelativeTime at={row.lastUsedAt} />
            </span>
          ) : null}
          {row.testedAt ? (
            <span>
              {t('tested')} <RelativeTime at={row.testedAt} />
            </span>
          ) : null}
        </p>
        <ProviderActions row={row} owners={owners} />
      </div>
      <dl className="flex flex-col gap-1 text-xs">
        <Ours label={t('callback')} value={ours.callbackUrl} />
        {row.protocol === 'saml' ? <Ours label={t('entity')} value={ours.entityId} /> : null}
      </dl>
    </section>
  );
}

function Ours({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 break-all">
        <CopyId value={value} bordered className="h-auto min-h-6 max-w-full whitespace-normal break-all text-start" />
      </dd>
    </div>
  );
}
