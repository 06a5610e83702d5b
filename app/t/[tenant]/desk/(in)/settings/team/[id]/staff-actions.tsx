'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { dayOf, endOfDay } from '../dates';
import type { Staff } from '../team';
import { HandOver } from './hand-over';

type Held = Answers['access']['staff']['preview'];

/** What an administrator can do to a colleague's access, each with the numbers of what will happen. */
export function StaffActions({ person, held }: { person: Staff; held: Held }) {
  const t = useTranslations('settings.staff');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const { id: userId, name } = person;
  return (
    <>
      <HandOver userId={userId} />
      <EndDate key={dayOf(person.endsAt)} person={person} />
      <Confirm
        trigger={<Button>{t('endSessions')}</Button>}
        title={t('endSessionsTitle', { name })}
        consequence={t('endSessionsBody', { count: held.sessions })}
        confirmLabel={t('endSessions')}
        onConfirm={() => inDialog(() => api.access.staff.endSessions.mutate({ userId }), t('sessionsEnded'))}
      />
      {person.hasSecondFactor ? (
        <Confirm
          trigger={<Button>{t('resetFactor')}</Button>}
          title={t('resetFactorTitle', { name })}
          consequence={t('resetFactorBody', { count: held.sessions })}
          confirmLabel={t('resetFactor')}
          reason="required"
          onConfirm={(reason) =>
            inDialog(() => api.access.staff.resetSecondFactor.mutate({ userId, reason }), t('factorReset'))
          }
        />
      ) : null}
      <Confirm
        trigger={<Button variant="danger">{t('leave')}</Button>}
        title={t('leaveTitle', { name })}
        consequence={
          <ul className="list-disc ps-4">
            <li>{t('leaveSessions', { count: held.sessions })}</li>
            <li>{t('leaveKeys', { count: held.keys })}</li>
            <li>{t('leaveItems', { count: held.items })}</li>
            <li>{t('leaveDelegations', { count: held.delegations })}</li>
            <li>{t('leaveFinal')}</li>
          </ul>
        }
        confirmLabel={t('leave')}
        reason="required"
        onConfirm={(reason) =>
          inDialog(() => api.access.staff.leave.mutate({ userId, reason }), t('leftDone', { name }))
        }
      />
    </>
  );
}

function EndDate({ person }: { person: Staff }) {
  const t = useTranslations('settings.staff');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(z.object({ endsAt: z.string() }), { defaultValues: { endsAt: dayOf(person.endsAt) } });
  return (
    <FormDialog
      trigger={<Button>{t('endDate')}</Button>}
      title={t('endDateTitle', { name: person.name })}
      description={t('endDateBody')}
      submit={common('save')}
      size="sm"
      form={form}
      onSubmit={({ endsAt }) =>
        inForm(() => api.access.staff.setEnd.mutate({ userId: person.id, endsAt: endOfDay(endsAt) }), t('saved'))
      }
    >
      <FormInput control={form.control} name="endsAt" type="date" label={t('ends')} hint={t('endDateHint')} optional />
    </FormDialog>
  );
}
