'use client';

import { useTranslations } from 'next-intl';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Panel, Section } from '@/app/_ui/panel';
import type { WordsText } from '@/server/modules/notifications/words-contract';
import { linesOfText, type Place, textOfLines, type Words } from './place';
import { Preview } from './preview';

const Fields = z.object({
  subject: z.string().trim().min(3).max(150),
  lines: z.string().trim().min(1).max(4000),
  action: z.string().trim().max(60),
  sms: z.string().trim().max(300),
  note: z.string().trim().min(4).max(500),
});

const textOf = ({ subject, lines, action, sms }: z.input<typeof Fields>): WordsText => ({
  subject,
  lines: linesOfText(lines),
  action: action.trim() || null,
  sms: sms.trim() || null,
});

type Props = { message: Words['message']; place: Place; text: WordsText; isTexted: boolean; isReadOnly: boolean };

/** Words beside the letter they make. Saved words are a draft: nobody is told in them before they are published. */
export function WordsEditor({ message, place, text, isTexted, isReadOnly }: Props) {
  const t = useTranslations('settings.messages');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, {
    defaultValues: {
      subject: text.subject,
      lines: textOfLines(text.lines),
      action: text.action ?? '',
      sms: text.sms ?? '',
      note: '',
    },
  });
  const { control } = form;
  const typed = useWatch({ control });
  const dir = place.language === 'ar' ? 'rtl' : 'ltr';
  const save = ({ note, ...values }: z.output<typeof Fields>) =>
    inForm(
      () => api.notifications.words.saveDraft.mutate({ message, ...place, text: textOf({ note, ...values }), note }),
      t('saved'),
    );
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      {isReadOnly ? null : (
        <Section title={t('edit')}>
          <Panel className="p-4">
            <Form form={form} onSubmit={save}>
              <FormAlert />
              <FormInput control={control} name="subject" label={t('subject')} dir={dir} lang={place.language} />
              <div dir={dir} lang={place.language}>
                <FormTextarea control={control} name="lines" label={t('lines')} hint={t('linesHint')} rows={7} />
              </div>
              <FormInput control={control} name="action" label={t('action')} optional dir={dir} lang={place.language} />
              {isTexted ? (
                <div dir={dir} lang={place.language}>
                  <FormTextarea control={control} name="sms" label={t('sms')} hint={t('smsHint')} rows={2} />
                </div>
              ) : null}
              <FormInput control={control} name="note" label={t('note')} maxLength={500} />
              <div>
                <SubmitButton>{t('save')}</SubmitButton>
              </div>
            </Form>
          </Panel>
        </Section>
      )}
      <Preview message={message} place={place} text={textOf({ ...form.getValues(), ...typed })} />
    </div>
  );
}
