'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { useCountries } from '@/app/_domain/countries';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';

const spaceless = (text: string) => text.replaceAll(/\s/g, '').toUpperCase();

/** An account in the client's own name. Stands beside a form, never inside one: a submit would reach both. */
export function AddBankAccount({ onAdded }: { onAdded?: (id: string) => void }) {
  const t = useTranslations('portal.instruments');
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="link" className="min-h-11 text-sm">
          {t('add')}
        </Button>
      </DialogTrigger>
      <DialogContent title={t('addTitle')} description={t('addBody')}>
        <DialogBody>
          <BankForm
            onDone={(id) => {
              setOpen(false);
              onAdded?.(id);
            }}
          />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function BankForm({ onDone }: { onDone: (id: string) => void }) {
  const t = useTranslations('portal.instruments');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const countries = useCountries();
  const schema = useMemo(
    () =>
      z.object({
        holderName: z.string().trim().min(2).max(140),
        country: z.string().min(2),
        iban: z.string().refine((text) => /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(spaceless(text)), t('ibanInvalid')),
        bic: z
          .string()
          .refine((text) => text === '' || /^[A-Z0-9]{8}([A-Z0-9]{3})?$/.test(spaceless(text)), t('bicInvalid')),
      }),
    [t],
  );
  const form = useZodForm(schema, { defaultValues: { holderName: '', country: '', iban: '', bic: '' } });
  const { control } = form;
  return (
    <Form
      form={form}
      onSubmit={(values) =>
        attempt(async () => {
          const { id } = await api.payments.instruments.addBank.mutate({
            ...values,
            bic: values.bic === '' ? null : spaceless(values.bic),
          });
          await queries.invalidateQueries({ queryKey: trpc.payments.instruments.pathKey() });
          onDone(id);
        })
      }
    >
      <FormAlert />
      <FormInput control={control} name="holderName" label={t('holder')} hint={t('holderHint')} autoComplete="name" />
      <FormInput control={control} name="iban" label={t('iban')} dir="ltr" autoComplete="off" spellCheck={false} />
      <FormInput
        control={control}
        name="bic"
        label={t('bic')}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        optional
      />
      <FormSelect control={control} name="country" label={t('country')} options={countries} placeholder={t('choose')} />
      <SubmitButton>{t('save')}</SubmitButton>
    </Form>
  );
}
