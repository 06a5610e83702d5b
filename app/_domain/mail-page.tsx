'use client';

import { useQuery } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { cadences, type MailView } from '@/server/modules/reporting/mail-contract';
import { useAct } from './use-act';

type View = z.output<typeof MailView>['view'];
type Days = 7 | 30 | 90;
type Kept = Answers['reporting']['mail']['read'];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
const off = 'off' as const;
const choices = [...cadences, off] as const;
const Fields = z.object({ cadence: z.enum(choices), hour: z.string() });

/** The page one looks at, as mail to oneself. */
export function MailPage({ view, days = 30 }: { view: View; days?: Days }) {
  const trpc = useTRPC();
  const kept = useQuery(trpc.reporting.mail.read.queryOptions({ view }));
  if (kept.data === undefined) return null;
  return <MailForm key={kept.data?.nextAt.getTime() ?? off} view={view} days={days} kept={kept.data} />;
}

function MailForm({ view, days, kept }: { view: View; days: Days; kept: Kept }) {
  const t = useTranslations('reporting.mail');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const defaultValues = { cadence: kept?.cadence ?? ('weekly' as const), hour: String(kept?.hour ?? 8) };
  const form = useZodForm(Fields, { defaultValues });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <FormDialog
      trigger={
        <Button variant={kept ? 'default' : 'ghost'} size="sm">
          <Mail size={14} aria-hidden />
          {t(kept ? 'on' : 'mailMe')}
        </Button>
      }
      title={t('title')}
      description={t('lead')}
      submit={t('save')}
      form={form}
      onSubmit={({ cadence, hour }) =>
        cadence === off
          ? inForm(async () => (kept ? await api.reporting.mail.stop.mutate({ view }) : null), t('stopped'))
          : inForm(
              () => api.reporting.mail.schedule.mutate({ view, days, cadence, hour: Number(hour), zone }),
              t('saved'),
            )
      }
    >
      <FormSelect
        control={form.control}
        name="cadence"
        label={t('cadence')}
        options={choices.map((value) => ({ value, label: t(`cadences.${value}`) }))}
      />
      <FormSelect
        control={form.control}
        name="hour"
        label={t('hour', { zone })}
        options={hours.map((value) => ({ value, label: `${value.padStart(2, '0')}:00` }))}
      />
      {kept ? (
        <p className="text-muted-foreground text-xs">
          {t.rich('next', { at: () => <RelativeTime at={kept.nextAt} zone="entity" /> })}
        </p>
      ) : null}
    </FormDialog>
  );
}
