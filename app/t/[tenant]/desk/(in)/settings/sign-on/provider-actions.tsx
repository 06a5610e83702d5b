'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { toast } from '@/app/_ui/toaster';
import { ProviderForm } from './provider-form';
import type { Owner, Provider } from './sign-on';

type Props = { row: Provider; owners: readonly Owner[] };

export function ProviderActions({ row, owners }: Props) {
  const t = useTranslations('settings.signOn');
  const api = useTRPCClient();
  const refusal = useRefusalText();
  const { atOnce, inDialog } = useAct();
  const { id, version, settings, isWaiting, isEnforced } = row;
  const { name } = settings;
  const test = async () => {
    const probe = await api.sso.connection.try.mutate({ id });
    if (!probe) return;
    if (probe.error) toast.error(refusal(probe.error));
    else toast.success(t('testDone', { detail: probe.detail }));
  };
  return (
    <span className="flex flex-wrap gap-2">
      {isWaiting || row.state === 'paused' ? (
        <Confirm
          trigger={
            <Button size="sm" variant="primary" aria-label={`${t('publish')} ${name}`}>
              {t('publish')}
            </Button>
          }
          title={t('publishTitle', { name })}
          consequence={t('publishBody', { domains: settings.domains.join(', ') })}
          confirmLabel={t('publish')}
          tone="primary"
          reason="required"
          onConfirm={(reason) =>
            inDialog(() => api.sso.connection.publish.mutate({ id, version, reason }), t('published'))
          }
        />
      ) : null}
      <Button size="sm" aria-label={`${t('test')} ${name}`} onClick={() => void atOnce(test)}>
        {t('test')}
      </Button>
      <ProviderForm
        key={version}
        provider={row}
        trigger={
          <Button size="sm" aria-label={`${t('change')} ${name}`}>
            {t('change')}
          </Button>
        }
      />
      {row.state === 'active' && !isEnforced ? <Enforce row={row} owners={owners} /> : null}
      {isEnforced ? (
        <Confirm
          trigger={<Button size="sm">{t('relax')}</Button>}
          title={t('relaxTitle')}
          consequence={t('relaxBody')}
          confirmLabel={t('relax')}
          reason="required"
          onConfirm={(reason) => inDialog(() => api.sso.connection.relax.mutate({ id, reason }), t('relaxed'))}
        />
      ) : null}
      {row.state === 'active' ? <Stop row={row} isForGood={false} /> : null}
      <Stop row={row} isForGood />
    </span>
  );
}

function Stop({ row, isForGood }: { row: Provider; isForGood: boolean }) {
  const t = useTranslations('settings.signOn');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const { id, people } = row;
  const { name } = row.settings;
  const word = t(isForGood ? 'remove' : 'pause');
  return (
    <Confirm
      trigger={
        <Button size="sm" variant={isForGood ? 'danger' : 'default'} aria-label={`${word} ${name}`}>
          {word}
        </Button>
      }
      title={t(isForGood ? 'removeTitle' : 'pauseTitle', { name })}
      consequence={isForGood ? t('removeBody', { count: people }) : t('pauseBody')}
      confirmLabel={word}
      reason="required"
      onConfirm={(reason) => inDialog(() => api.sso.connection.stop.mutate({ id, isForGood, reason }), t('stopped'))}
    />
  );
}

const Fields = z.object({ breakGlassUserId: z.string().min(1), reason: z.string().trim().min(3).max(500) });

function Enforce({ row, owners }: Props) {
  const t = useTranslations('settings.signOn');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { breakGlassUserId: '', reason: '' } });
  const { name, domains } = row.settings;
  return (
    <FormDialog
      trigger={<Button size="sm">{t('enforce')}</Button>}
      title={t('enforceTitle', { name })}
      description={t('enforceBody', { domains: domains.join(', ') })}
      submit={t('enforce')}
      form={form}
      onSubmit={({ breakGlassUserId, reason }) => {
        const owner = owners.find(({ id }) => id === breakGlassUserId);
        if (!owner) return Promise.resolve({ reason: 'sso_break_glass_needed', field: 'breakGlassUserId' });
        return inForm(
          () => api.sso.connection.enforce.mutate({ id: row.id, breakGlassUserId: owner.id, reason }),
          t('enforcedNow'),
        );
      }}
    >
      <FormSelect
        control={form.control}
        name="breakGlassUserId"
        label={t('breakGlass')}
        hint={t('breakGlassHint')}
        placeholder={t('choose')}
        options={owners.map((one) => ({
          value: one.id,
          label: one.hasSecondFactor ? one.name : t('noFactor', { name: one.name }),
        }))}
      />
      <FormTextarea control={form.control} name="reason" label={t('reason')} />
    </FormDialog>
  );
}
