'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { PageBody } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { ErrorState } from '@/app/_ui/states';
import type { Id } from '@/server/kernel/ids';
import { RoleEditor } from './role-editor';

export type Offered = Answers['access']['grant']['list'];

export function RolePage({ id, base }: { id: Id<'role'> | null; base: string }) {
  const t = useTranslations('settings.roles');
  const trpc = useTRPC();
  const roles = useQuery(trpc.access.role.list.queryOptions({}));
  const offered = useQuery(trpc.access.grant.list.queryOptions({}));
  const role = roles.data?.rows.find((row) => row.id === id) ?? null;
  if (offered.data && roles.data && (role || id === null))
    return <RoleEditor key={JSON.stringify(role)} role={role} offered={offered.data} base={base} />;
  return (
    <PageBody className="pt-5">
      <Loaded query={roles}>
        {() => (
          <Loaded query={offered}>
            {() => (
              <Panel>
                <ErrorState title={t('missing')} />
              </Panel>
            )}
          </Loaded>
        )}
      </Loaded>
    </PageBody>
  );
}
