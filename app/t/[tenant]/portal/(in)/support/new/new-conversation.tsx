'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { attachmentsMax, attachmentTypes, sendWithFiles } from '@/app/_domain/attachments';
import { useTRPCClient } from '@/app/_trpc/client';
import { FileDrop } from '@/app/_ui/file-drop';
import { Field } from '@/app/_ui/form/field';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Card, CardBody } from '@/app/_ui/panel';
import { documentBytesMax } from '@/server/modules/documents/contract';
import { topics } from '@/server/modules/support/conversation-contract';
import { PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';

const Question = z.object({ topic: z.enum(topics), text: z.string().trim().min(1).max(8_000) });

export function NewConversation() {
  const t = useTranslations('portal.support');
  const api = useTRPCClient();
  const router = useRouter();
  const { base, tenant, clientId } = usePlace();
  const [files, setFiles] = useState<File[]>([]);
  const form = useZodForm(Question, { defaultValues: { text: '' } });
  return (
    <PortalPage title={t('new')} back={{ path: '/support', label: t('title') }}>
      <Card className="max-w-170">
        <CardBody>
          <Form
            form={form}
            onSubmit={(values) =>
              sendWithFiles(files, { tenant, surface: 'portal', clientId }, async (documentIds) => {
                const { id } = await api.support.conversations.open.mutate({ ...values, documentIds });
                router.push(`${base}/support/${id}`);
              })
            }
          >
            <FormAlert />
            <FormSelect
              control={form.control}
              name="topic"
              label={t('about')}
              placeholder={t('choose')}
              options={topics.map((value) => ({ value, label: t(`topic.${value}`) }))}
            />
            <FormTextarea control={form.control} name="text" label={t('message')} rows={6} />
            <Field label={t('files')} optional>
              {(a11y) => (
                <FileDrop
                  {...a11y}
                  types={attachmentTypes}
                  maxBytes={documentBytesMax}
                  maxFiles={attachmentsMax}
                  value={files}
                  onChange={setFiles}
                />
              )}
            </Field>
            <SubmitButton>{t('send')}</SubmitButton>
          </Form>
        </CardBody>
      </Card>
    </PortalPage>
  );
}
