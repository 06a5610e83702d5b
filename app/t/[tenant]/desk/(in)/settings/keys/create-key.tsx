'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormCheckbox, FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { endOfDay } from '../team/dates';

/** What the public API offers today. */
export const keyScopes = {
  clients: 'clients.client.list',
  entities: 'tenancy.entity.list',
  brands: 'tenancy.brand.list',
  contact: 'sensitive.contact',
} as const;
type ScopeName = keyof typeof keyScopes;
export const keyScopeNames = Object.keys(keyScopes) as ScopeName[]; // keys of the object above

const Fields = z
  .object({
    name: z.string().trim().min(2).max(80),
    clients: z.boolean(),
    entities: z.boolean(),
    brands: z.boolean(),
    contact: z.boolean(),
    expiresAt: z.string(),
  })
  .refine((values) => keyScopeNames.some((name) => values[name]), { path: ['clients'] });

/** The secret is shown once, here, and nowhere again. */
export function CreateKey({ trigger }: { trigger: ReactNode }) {
  const t = useTranslations('settings.keys');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [secret, setSecret] = useState<string | null>(null);
  const form = useZodForm(Fields, {
    defaultValues: { name: '', clients: true, entities: false, brands: false, contact: false, expiresAt: '' },
  });
  const { control } = form;
  return (
    <>
      <FormDialog
        trigger={trigger}
        title={t('add')}
        description={t('addBody')}
        submit={t('create')}
        form={form}
        onSubmit={({ name, expiresAt, ...chosen }) =>
          inForm(async () => {
            const { key } = await api.access.apiKey.create.mutate({
              name,
              scopes: keyScopeNames.filter((one) => chosen[one]).map((one) => keyScopes[one]),
              expiresAt: endOfDay(expiresAt),
            });
            setSecret(key);
          })
        }
      >
        <FormInput control={control} name="name" label={t('name')} hint={t('nameHint')} />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t('scopes')}</legend>
          {keyScopeNames.map((name) => (
            <FormCheckbox key={name} control={control} name={name} label={t(`scope.${name}`)} hint={keyScopes[name]} />
          ))}
        </fieldset>
        <FormInput control={control} name="expiresAt" type="date" label={t('expires')} optional className="max-w-48" />
      </FormDialog>
      <Dialog open={secret !== null} onOpenChange={(open) => (open ? undefined : setSecret(null))}>
        <DialogContent title={t('shownOnce')} description={t('shownOnceBody')}>
          <DialogBody>
            {secret ? (
              <CopyId
                value={secret}
                bordered
                className="h-auto max-w-full whitespace-normal break-all p-2 text-start"
              />
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button variant="primary" onClick={() => setSecret(null)}>
              {common('close')}
            </Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
    </>
  );
}
