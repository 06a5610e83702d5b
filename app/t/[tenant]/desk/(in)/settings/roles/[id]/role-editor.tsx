'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Field } from '@/app/_ui/form/field';
import { Input } from '@/app/_ui/input';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import type { Role } from '../../team/team';
import { byModule, type Conflict, conflictsOf } from './grants';
import { ModuleGrants, SensitiveGrants } from './module-grants';
import type { Offered } from './role-page';

type Props = { role: Role | null; offered: Offered; base: string };

/** What a role may do, module by module; who holds it is changed with it, so the page says how many. */
export function RoleEditor({ role, offered, base }: Props) {
  const t = useTranslations('settings.roles');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const router = useRouter();
  const refusal = useRefusalText();
  const { inForm, inDialog } = useAct();
  const [name, setName] = useState(role?.name ?? '');
  const [grants, setGrants] = useState<readonly string[]>(role?.grants ?? []);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const groups = useMemo(() => byModule(offered.verbs), [offered.verbs]);
  const clashes = conflictsOf(grants, offered.conflicts);
  const save = async () => {
    setPending(true);
    const problem = await inForm(
      () =>
        role
          ? api.access.role.update.mutate({ roleId: role.id, name, grants: [...grants] })
          : api.access.role.create.mutate({ name, grants: [...grants] }),
      t('saved'),
    );
    setPending(false);
    setRefused(problem && refusal(problem.reason, problem.params));
    if (!problem && !role) router.push(base);
  };
  const remove = async () => {
    const no = role
      ? await inDialog(() => api.access.role.remove.mutate({ roleId: role.id }), t('removed'))
      : undefined;
    if (!no) router.push(base);
    return no;
  };
  return (
    <>
      <PageCrumb label={role?.name ?? t('add')} />
      <PageHeader
        title={role?.name ?? t('add')}
        facts={role?.isPreset ? <Badge plain>{t('preset')}</Badge> : null}
        state={role ? t.rich('roleState', { count: role.members, b: (text) => <b>{text}</b> }) : t('newState')}
        actions={
          <>
            {role && !role.isPreset ? (
              <Confirm
                trigger={<Button variant="danger">{common('remove')}</Button>}
                title={t('removeTitle', { name: role.name })}
                consequence={t('removeBody', { count: role.members })}
                confirmLabel={common('remove')}
                onConfirm={remove}
              />
            ) : null}
            <Button
              variant="primary"
              pending={pending}
              disabled={name.trim().length < 2 || grants.length === 0 || clashes.length > 0}
              onClick={() => void save()}
            >
              {common('save')}
            </Button>
          </>
        }
      />
      <PageBody>
        {refused ? (
          <p role="alert" className="text-destructive">
            {refused}
          </p>
        ) : null}
        <Clashes clashes={clashes} />
        <Field label={t('name')} className="max-w-80">
          {(a11y) => <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} {...a11y} />}
        </Field>
        <Section title={t('grants')} count={grants.length} note={t('grantsNote')}>
          <Panel>
            {groups.map((group) => (
              <ModuleGrants key={group.module} group={group} grants={grants} onChange={setGrants} />
            ))}
            <SensitiveGrants grants={grants} onChange={setGrants} />
          </Panel>
        </Section>
      </PageBody>
    </>
  );
}

/** Why these two may not meet, in words, before the server has to refuse. */
function Clashes({ clashes }: { clashes: readonly Conflict[] }) {
  const t = useTranslations('settings.roles');
  if (clashes.length === 0) return null;
  return (
    <div role="alert" className="rounded-md border border-destructive-border bg-destructive-muted p-3 text-destructive">
      <p className="font-medium">{t('clashes')}</p>
      <ul className="mt-1 list-disc ps-5">
        {clashes.map(({ one, other, why }) => {
          const key = `why.${why}` as Parameters<typeof t>[0]; // the server's list is open
          return (
            <li key={`${one} ${other}`}>
              {one} + {other}: {t.has(key) ? t(key as 'clashes') : why}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
