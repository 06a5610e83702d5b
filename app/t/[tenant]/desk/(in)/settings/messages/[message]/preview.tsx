'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { useTRPC } from '@/app/_trpc/client';
import { Panel, Section } from '@/app/_ui/panel';
import { WordsText } from '@/server/modules/notifications/words-contract';
import type { Place, Words } from './place';

const restMs = 400;

type Props = { message: Words['message']; place: Place; text: WordsText };

/** The letter as it arrives, filled with what the newest real one spoke of. Unfinished words show the last that could be read. */
export function Preview({ message, place, text }: Props) {
  const t = useTranslations('settings.messages');
  const trpc = useTRPC();
  const shown = useRested(text);
  const letter = useQuery({
    ...trpc.notifications.words.preview.queryOptions({ message, ...place, text: shown }),
    placeholderData: keepPreviousData,
  });
  return (
    <Section
      title={t('preview')}
      note={letter.data && t(letter.data.isReal ? 'realData' : 'exampleData')}
      className="lg:sticky lg:top-4"
    >
      <Loaded query={letter} rows={6}>
        {({ subject, html, sms }) => (
          <Panel>
            <p className="border-b px-4 py-2 font-medium" dir={place.language === 'ar' ? 'rtl' : 'ltr'}>
              {subject}
            </p>
            {/* No scripts, no origin of ours: a letter is only looked at. */}
            <iframe title={t('previewFrame')} sandbox="" srcDoc={html} className="block h-[32rem] w-full bg-white" />
            {sms ? (
              <p className="border-t px-4 py-2" dir={place.language === 'ar' ? 'rtl' : 'ltr'}>
                <span className="block text-muted-foreground text-xs">{t('smsPreview')}</span>
                {sms}
              </p>
            ) : null}
          </Panel>
        )}
      </Loaded>
    </Section>
  );
}

/** The words once nobody has typed for a moment; what the server would refuse is not asked for. */
function useRested(text: WordsText): WordsText {
  const [rested, setRested] = useState(text);
  const written = JSON.stringify(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      const checked = WordsText.safeParse(JSON.parse(written));
      if (checked.success) setRested(checked.data);
    }, restMs);
    return () => clearTimeout(timer);
  }, [written]);
  return rested;
}
