'use client';

import { useTranslations } from 'next-intl';
import { Switch } from '@/app/_ui/switch';

type Props = { on: boolean; onChange: (on: boolean) => void };

/** Beside a story: whether the steps of the machinery stand among what people and rules decided. */
export function TechnicalToggle({ on, onChange }: Props) {
  const t = useTranslations('common.story');
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a button, which a label may name
    <label className="flex cursor-pointer items-center gap-2">
      {t('technical')}
      <Switch checked={on} onCheckedChange={onChange} />
    </label>
  );
}
