'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Checkbox } from '@/app/_ui/checkbox';
import { Panel, Section } from '@/app/_ui/panel';
import { Select } from '@/app/_ui/select';
import { rowScopes } from '@/server/modules/access/contract';
import type { Role, Staff } from '../team';

type Assigned = { roleId: Role['id']; rowScope: (typeof rowScopes)[number]; teamId: TeamId | null };
type TeamId = Answers['access']['team']['list']['rows'][number]['id'];

/** Roles of one person with how far each reaches. Pairs that may not meet in one pair of hands are refused in words. */
export function RolesForm({ person }: { person: Staff }) {
  const t = useTranslations('settings.staff');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const { inForm } = useAct();
  const roles = useQuery(trpc.access.role.list.queryOptions({}));
  const teams = useQuery(trpc.access.team.list.queryOptions({}));
  const [chosen, setChosen] = useState<Assigned[]>(() =>
    person.roles.map(({ roleId, rowScope, teamId }) => ({ roleId, rowScope, teamId })),
  );
  const [refused, setRefused] = useState<string>();
  const [pending, setPending] = useState(false);
  const change = (role: Role, next: Partial<Assigned> | null) =>
    setChosen((before) => {
      const others = before.filter((one) => one.roleId !== role.id);
      const present = before.find((one) => one.roleId === role.id);
      if (next === null) return others;
      return [...others, { ...(present ?? { roleId: role.id, rowScope: role.rowScope, teamId: null }), ...next }];
    });
  const save = async () => {
    setPending(true);
    const problem = await inForm(
      () => api.access.staff.assign.mutate({ userId: person.id, roles: chosen }),
      t('saved'),
    );
    setPending(false);
    setRefused(problem && refusal(problem.reason, problem.params));
  };
  return (
    <Section title={t('roles')} note={t('rolesNote')}>
      <Panel>
        {roles.data?.rows.map((role) => (
          <RoleRow
            key={role.id}
            role={role}
            assigned={chosen.find((one) => one.roleId === role.id)}
            teams={teams.data?.rows ?? []}
            onChange={(next) => change(role, next)}
          />
        ))}
        <div className="flex flex-wrap items-center gap-3 px-4 py-3">
          <Button variant="primary" pending={pending} disabled={chosen.length === 0} onClick={() => void save()}>
            {t('saveRoles')}
          </Button>
          {refused ? (
            <p role="alert" className="text-destructive">
              {refused}
            </p>
          ) : null}
        </div>
      </Panel>
    </Section>
  );
}

function RoleRow({
  role,
  assigned,
  teams,
  onChange,
}: {
  role: Role;
  assigned: Assigned | undefined;
  teams: readonly { id: TeamId; name: string; desk: string }[];
  onChange: (next: Partial<Assigned> | null) => void;
}) {
  const t = useTranslations('settings.staff');
  const id = `role-${role.id}`;
  const needsTeam = assigned?.rowScope === 'team' || assigned?.rowScope === 'desk';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
      <Checkbox id={id} checked={assigned !== undefined} onCheckedChange={(on) => onChange(on === true ? {} : null)} />
      <label htmlFor={id} className="min-w-0 flex-1 basis-60">
        <span className="font-medium">{role.name}</span>
        <span className="block text-muted-foreground text-xs">{role.about}</span>
      </label>
      {assigned ? (
        <span className="flex flex-wrap gap-2">
          <Select
            aria-label={t('scopeOf', { role: role.name })}
            className="w-36"
            value={assigned.rowScope}
            options={rowScopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))}
            onValueChange={(value) => {
              const rowScope = rowScopes.find((scope) => scope === value) ?? 'own';
              onChange({ rowScope, ...(rowScope === 'team' || rowScope === 'desk' ? {} : { teamId: null }) });
            }}
          />
          {needsTeam ? (
            <Select
              aria-label={t('teamOf', { role: role.name })}
              className="w-44"
              value={assigned.teamId ?? ''}
              placeholder={t('chooseTeam')}
              options={teams.map((team) => ({ value: team.id, label: `${team.name} (${team.desk})` }))}
              onValueChange={(value) => onChange({ teamId: teams.find((team) => team.id === value)?.id ?? null })}
            />
          ) : null}
        </span>
      ) : null}
    </div>
  );
}
