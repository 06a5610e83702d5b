'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { NotYours, useMay } from '@/app/_domain/may';
import { SecondPerson } from '@/app/_domain/second-person';
import { useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Field } from '@/app/_ui/form/field';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Select } from '@/app/_ui/select';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import type { MessageKeySchema } from '@/server/modules/notifications/words-contract';
import { type Place, type Words, wordsAt } from './place';
import { Versions } from './versions';
import { WordsEditor } from './words-editor';

type Props = { message: z.output<typeof MessageKeySchema> };

/** One message: in which words it goes out per brand and language, what it looks like, and every version before. */
export function MessagePage({ message }: Props) {
  const trpc = useTRPC();
  const words = useQuery(trpc.notifications.words.read.queryOptions({ message }));
  return words.data ? (
    <Detail words={words.data} />
  ) : (
    <PageBody className="pt-5">
      <Loaded query={words}>{(data) => <Detail words={data} />}</Loaded>
    </PageBody>
  );
}

function Detail({ words }: { words: Words }) {
  const t = useTranslations('settings.messages');
  const may = useMay();
  const [place, setPlace] = useState<Place>({ language: words.languages[0] ?? 'en', brandId: null });
  const drafts = words.versions.filter(({ state }) => state === 'draft');
  const at = wordsAt(words, place);
  const mayWrite = may('notifications.words.save_draft');
  return (
    <>
      <PageCrumb label={words.title} />
      <PageHeader
        title={words.title}
        facts={
          <>
            {words.isLegal ? <Badge plain>{t('legal')}</Badge> : null}
            {drafts.length > 0 ? <Badge tone="pending">{t('hasDraft')}</Badge> : null}
          </>
        }
        state={
          words.isFixed
            ? t('fixed')
            : t.rich('placeState', {
                words: `${t(words.audience)}, ${words.channels.map(inWords).join(', ').toLowerCase()}`,
                facts: words.placeholders.map((name) => `{${name}}`).join(' '),
                b: (text) => <b>{text}</b>,
              })
        }
      />
      <PageBody>
        {drafts.map(({ id }) => (
          <SecondPerson key={id} objectId={id} />
        ))}
        {words.isFixed ? null : <PlaceChoice words={words} place={place} onChange={setPlace} />}
        {at && !mayWrite ? <NotYours>{t('notYours')}</NotYours> : null}
        {at ? (
          <WordsEditor
            key={JSON.stringify([place, at])}
            message={words.message}
            place={place}
            text={at.text}
            isTexted={words.channels.includes('sms')}
            isReadOnly={!mayWrite}
          />
        ) : null}
        {words.isFixed ? null : <Versions words={words} />}
      </PageBody>
    </>
  );
}

type ChoiceProps = { words: Words; place: Place; onChange: (place: Place) => void };

function PlaceChoice({ words, place, onChange }: ChoiceProps) {
  const t = useTranslations('settings.messages');
  const everyBrand = { value: 'every', label: t('everyBrand') };
  return (
    <div className="grid gap-4 sm:max-w-xl sm:grid-cols-2">
      <Field label={t('language')}>
        {(a11y) => (
          <Select
            value={place.language}
            onValueChange={(value) => onChange({ ...place, language: value === 'ar' ? 'ar' : 'en' })}
            options={words.languages.map((value) => ({ value, label: t(value) }))}
            {...a11y}
          />
        )}
      </Field>
      <Field label={t('brand')}>
        {(a11y) => (
          <Select
            value={place.brandId ?? everyBrand.value}
            onValueChange={(value) =>
              onChange({ ...place, brandId: words.brands.find(({ id }) => id === value)?.id ?? null })
            }
            options={[everyBrand, ...words.brands.map(({ id, name }) => ({ value: id, label: name }))]}
            {...a11y}
          />
        )}
      </Field>
    </div>
  );
}
