'use client';

import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';

const Note = z.object({ text: z.string().trim().min(1).max(4_000) });

type Props = {
  clientId: Id<'client'>;
  notes: readonly { id: string; author: string; text: string; at: Date }[];
};

export function Notes({ clientId, notes }: Props) {
  const t = useTranslations('desk.client');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Note, { defaultValues: { text: '' } });
  return (
    <Section title={t('notes')} note={String(notes.length)}>
      <div className="p-4">
        <Form
          form={form}
          onSubmit={(values) =>
            inForm(async () => {
              await api.clients.addNote.mutate({ clientId, text: values.text });
              form.reset();
            })
          }
        >
          <FormAlert />
          <FormTextarea control={form.control} name="text" label={t('newNote')} rows={2} />
          <SubmitButton>{t('addNote')}</SubmitButton>
        </Form>
      </div>
      <ul className="divide-y border-t">
        {notes.map((note) => (
          <li key={note.id} className="px-4 py-2">
            <p className="flex justify-between gap-2 text-muted-foreground text-xs">
              {note.author} <RelativeTime at={note.at} />
            </p>
            <p className="whitespace-pre-wrap">{note.text}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
