'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const Fields = z.object({ lots: z.string().regex(/^\d{1,9}(\.\d{1,8})?$/) });

/** How far the house may lean either way in one symbol before the desk has to act. */
export function BandForm({ symbol, band }: { symbol: string; band: string | null }) {
  const t = useTranslations('operations.risk');
  const api = useTRPCClient();
  const { inForm, atOnce } = useAct();
  const form = useZodForm(Fields, { defaultValues: { lots: band ?? '' } });
  const set = (lots: string | null) => api.risk.bands.set.mutate({ symbol, book: 'B', lots });
  return (
    <Form
      form={form}
      className="gap-2"
      onSubmit={({ lots }) => inForm(() => set(lots), t('bandSet', { symbol, lots }))}
    >
      <FormAlert />
      <FormInput control={form.control} name="lots" label={t('bandLots')} hint={t('bandHint')} inputMode="decimal" />
      <div className="flex gap-2">
        <SubmitButton size="sm">{t('setBand')}</SubmitButton>
        {band ? (
          <Button size="sm" onClick={() => void atOnce(() => set(null), t('bandGone', { symbol }))}>
            {t('removeBand')}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
