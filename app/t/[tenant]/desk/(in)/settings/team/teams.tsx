'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { CreateTeam } from '@/server/modules/access/contract';

type TeamRow = Answers['access']['team']['list']['rows'][number];

/** Teams sit at desks; a row scope of a role reaches one of the two. */
export function Teams() {
  const t = useTranslations('settings.teams');
  const trpc = useTRPC();
  const list = useQuery(trpc.access.team.list.queryOptions({}));
  return (
    <Section title={t('title')} count={list.data?.rows.length} aside={<EditTeam team={null} />}>
      <Loaded query={list}>
        {({ rows }) => (
          <Panel>
            {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
            {rows.map((team) => (
              <ListRow
                key={`${team.id} ${team.name} ${team.desk}`}
                title={team.name}
                note={t('note', { desk: team.desk, members: team.members })}
                value={
                  <span className="flex gap-2">
                    <EditTeam team={team} />
                    <RemoveTeam team={team} />
                  </span>
                }
              />
            ))}
          </Panel>
        )}
      </Loaded>
    </Section>
  );
}

function EditTeam({ team }: { team: TeamRow | null }) {
  const t = useTranslations('settings.teams');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(CreateTeam, { defaultValues: { name: team?.name ?? '', desk: team?.desk ?? '' } });
  return (
    <FormDialog
      trigger={
        <Button size="sm" {...(team ? { 'aria-label': `${t('edit')} ${team.name}` } : {})}>
          {team ? t('edit') : t('add')}
        </Button>
      }
      title={team ? team.name : t('add')}
      submit={common('save')}
      size="sm"
      form={form}
      onSubmit={(values) =>
        inForm(
          () =>
            team
              ? api.access.team.update.mutate({ teamId: team.id, ...values })
              : api.access.team.create.mutate(values),
          t('saved'),
        )
      }
    >
      <FormInput control={form.control} name="name" label={t('name')} />
      <FormInput control={form.control} name="desk" label={t('desk')} hint={t('deskHint')} />
    </FormDialog>
  );
}

function RemoveTeam({ team }: { team: TeamRow }) {
  const t = useTranslations('settings.teams');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={
        <Button size="sm" variant="danger" aria-label={`${common('remove')} ${team.name}`}>
          {common('remove')}
        </Button>
      }
      title={t('removeTitle', { name: team.name })}
      consequence={t('removeBody', { members: team.members })}
      confirmLabel={common('remove')}
      onConfirm={() => inDialog(() => api.access.team.remove.mutate({ teamId: team.id }), t('removed'))}
    />
  );
}
