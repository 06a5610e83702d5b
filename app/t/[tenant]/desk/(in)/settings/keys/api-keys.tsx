'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { useNow } from '@/app/_ui/time/now';
import { verbWords } from '../roles/[id]/grants';
import { CreateKey, keyScopeNames, keyScopes } from './create-key';

type Key = Answers['access']['apiKey']['list']['rows'][number];

/** Keys of machines: what each may do, until when, and when it last spoke. */
export function ApiKeys() {
  const t = useTranslations('settings.keys');
  const trpc = useTRPC();
  const now = useNow();
  const words = useScopeWords();
  const list = useQuery(trpc.access.apiKey.list.queryOptions({}));
  const stateOf = (key: Key) =>
    key.revokedAt
      ? ({ label: t('revoked'), tone: 'neutral' } as const)
      : key.expiresAt && key.expiresAt <= now
        ? ({ label: t('expired'), tone: 'warning' } as const)
        : ({ label: t('active'), tone: 'success' } as const);
  const c = columnsOf<Key>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', width: 200 }),
    c.text('scopes', t('scopes'), (row) => row.scopes.map(words).join(', '), { fold: 'subtitle' }),
    c.state('state', t('state'), stateOf, { width: 104 }),
    c.text('by', t('by'), (row) => row.createdBy, { width: 140, quiet: true }),
    c.time('used', t('lastUsed'), (row) => row.lastUsedAt, { width: 112 }),
    c.time('expires', t('expires'), (row) => row.expiresAt, { width: 112 }),
    c.custom('revoke', t('act'), (row) => (row.revokedAt ? null : <Revoke row={row} />), {
      width: 92,
      align: 'end',
      fold: 'end',
    }),
  ];
  const active = list.data?.rows.filter((row) => stateOf(row).tone === 'success').length ?? 0;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={list.data ? t.rich('stateLine', { count: active, b: (text) => <b>{text}</b> }) : null}
        actions={list.error ? null : <CreateKey trigger={<Button variant="primary">{t('add')}</Button>} />}
      />
      <PageBody>
        <Loaded query={list}>
          {({ rows }) => (
            <PlainTable
              label={t('title')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              empty={<EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

/** `read:clients.*` → "Clients": what a key reads, in the words it was given in. */
function useScopeWords() {
  const t = useTranslations('settings.keys');
  const modules = useTranslations('settings.roles.module');
  return (grant: string): string => {
    const one = keyScopeNames.find((name) => keyScopes[name] === grant);
    if (one) return t(`scope.${one}`);
    const [module = ''] = grant.replace(/^read:/, '').split('.');
    return grant.endsWith(`${module}.*`) && modules.has(module as 'clients')
      ? modules(module as 'clients')
      : verbWords(grant);
  };
}

function Revoke({ row }: { row: Key }) {
  const t = useTranslations('settings.keys');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={
        <Button size="sm" variant="danger" aria-label={`${t('revoke')} ${row.name}`}>
          {t('revoke')}
        </Button>
      }
      title={t('revokeTitle', { name: row.name })}
      consequence={t('revokeBody', { count: row.scopes.length })}
      confirmLabel={t('revoke')}
      onConfirm={() => inDialog(() => api.access.apiKey.revoke.mutate({ keyId: row.id }), t('revokedDone'))}
    />
  );
}
