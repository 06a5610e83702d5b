'use client';

import { useTranslations } from 'next-intl';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { RefuseRequest, type RequestDetail } from '@/server/modules/support/request-contract';

/** Apply says first what it will do, in days and people; refusing wants words for the client beside the house's own. */
export function Decide({ row }: { row: RequestDetail }) {
  const t = useTranslations('support.requests');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog, inForm } = useAct();
  const { id, kind, care } = row;
  const form = useZodForm(RefuseRequest, { defaultValues: { id, reason: '', noteToClient: '' } });
  if (!may('support.request.apply')) return <NotYours>{t('notYours')}</NotYours>;
  const means = [
    t(`means.${kind}`),
    care.holdDays > 0 ? t('meansHold', { days: care.holdDays }) : null,
    care.people > 1 ? t('meansSecond') : null,
  ].filter((line) => line !== null);
  const { requests } = api.support;
  return (
    <>
      {kind === 'data_subject' && row.extendedAt === null ? (
        <Confirm
          trigger={<Button>{t('extend')}</Button>}
          title={t('extendTitle')}
          consequence={t('extendBody')}
          confirmLabel={t('extend')}
          tone="primary"
          reason="required"
          onConfirm={(reason) => inDialog(() => requests.extend.mutate({ id, reason }), t('extendDone'))}
        />
      ) : null}
      <FormDialog
        trigger={<Button>{t('refuse')}</Button>}
        title={t('refuseTitle')}
        submit={t('refuse')}
        form={form}
        onSubmit={(values) => inForm(() => requests.refuse.mutate(values), t('refused'))}
      >
        <FormTextarea control={form.control} name="noteToClient" label={t('noteToClient')} rows={3} />
        <FormTextarea control={form.control} name="reason" label={t('reasonInside')} rows={2} />
      </FormDialog>
      <Confirm
        trigger={
          <Button variant="primary" disabled={row.blockedBy.length > 0}>
            {t('apply')}
          </Button>
        }
        title={t('applyTitle', { what: t(`kind.${kind}`) })}
        consequence={means.join(' ')}
        confirmLabel={t('apply')}
        tone="primary"
        reason="required"
        onConfirm={(reason) => inDialog(() => requests.apply.mutate({ id, reason }), t('applied'))}
      />
    </>
  );
}
