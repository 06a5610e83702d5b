'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSwitch, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { type MacroView, placeholders, SaveMacro } from '@/server/modules/support/conversation-contract';

/** Answers that are written often: what a tenant says, in the languages of its clients. */
export function Macros() {
  const t = useTranslations('support.macros');
  const trpc = useTRPC();
  const may = useMay();
  const list = useQuery(trpc.support.macros.list.queryOptions({}));
  const mayEdit = may('support.macro.save');
  return (
    <>
      <PageHeader title={t('title')} state={t('lead')} actions={mayEdit ? <EditMacro macro={null} /> : null} />
      <PageBody>
        <Loaded query={list}>
          {(rows) => (
            <Panel>
              {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
              {rows.map((macro) => (
                <ListRow
                  key={`${macro.id} ${macro.updatedAt.getTime()}`}
                  title={macro.name}
                  note={<span className="line-clamp-2 whitespace-pre-wrap">{macro.texts.en}</span>}
                  value={
                    <span className="flex items-center gap-2">
                      <span className="text-muted-foreground text-xs max-[959px]:hidden">
                        {macro.updatedBy}, <RelativeTime at={macro.updatedAt} />
                      </span>
                      {Object.keys(macro.texts).map((language) => (
                        <Badge key={language} plain>
                          {language}
                        </Badge>
                      ))}
                      {macro.isActive ? null : <Badge tone="warning">{t('off')}</Badge>}
                      {mayEdit ? <EditMacro macro={macro} /> : null}
                    </span>
                  }
                />
              ))}
            </Panel>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

const MacroForm = z.object({
  name: SaveMacro.shape.name,
  en: z.string().trim().min(1).max(4_000),
  ar: z.string().trim().max(4_000),
  isActive: z.boolean(),
});

function EditMacro({ macro }: { macro: MacroView | null }) {
  const t = useTranslations('support.macros');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(MacroForm, {
    defaultValues: {
      name: macro?.name ?? '',
      en: macro?.texts.en ?? '',
      ar: macro?.texts.ar ?? '',
      isActive: macro?.isActive ?? true,
    },
  });
  const { control } = form;
  // Emptied is taken away; languages this form does not show stay.
  const { ar: _shown, ...others } = macro?.texts ?? {};
  const places = placeholders.map((place) => `{${place}}`).join(' ');
  return (
    <FormDialog
      trigger={
        <Button size={macro ? 'sm' : 'default'} {...(macro ? { 'aria-label': `${t('edit')} ${macro.name}` } : {})}>
          {macro ? t('edit') : t('add')}
        </Button>
      }
      title={macro?.name ?? t('add')}
      submit={common('save')}
      form={form}
      onSubmit={({ name, en, ar, isActive }) =>
        inForm(
          () =>
            api.support.macros.save.mutate({
              ...(macro ? { id: macro.id } : {}),
              name,
              isActive,
              texts: { ...others, en, ...(ar ? { ar } : {}) },
            }),
          t('saved'),
        )
      }
    >
      <FormInput control={control} name="name" label={t('name')} />
      <FormTextarea control={control} name="en" label={t('english')} hint={t('places', { places })} rows={6} />
      <FormTextarea control={control} name="ar" label={t('arabic')} rows={4} optional />
      <FormSwitch control={control} name="isActive" label={t('active')} />
    </FormDialog>
  );
}
