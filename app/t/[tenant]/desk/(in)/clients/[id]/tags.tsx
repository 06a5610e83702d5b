'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ClientDetail, SetTags } from '@/server/modules/clients/contract';

const tagsOf = (typed: string): string[] =>
  typed
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

const shape = z.object({
  tags: z.string().refine((typed) => SetTags.shape.tags.safeParse(tagsOf(typed)).success),
});

/** Words of the house for a client; the list can be filtered by each. */
export function EditTags({ client }: { client: ClientDetail }) {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(shape, { defaultValues: { tags: client.tags.join(', ') } });
  return (
    <FormDialog
      trigger={<Button>{t('setTags')}</Button>}
      title={t('setTags')}
      description={t('setTagsLead')}
      submit={t('setTags')}
      size="sm"
      form={form}
      onSubmit={({ tags }) =>
        inForm(() => api.clients.setTags.mutate({ clientId: client.id, tags: tagsOf(tags) }), t('done'))
      }
    >
      <FormInput control={form.control} name="tags" label={t('tags')} />
    </FormDialog>
  );
}
