'use client';

import { Contrast } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from './button';
import { useKeys } from './keys/use-keys';
import { useTheme } from './theme';
import { Tooltip } from './tooltip';

/** One press switches light and dark; the choice stays with this browser. */
export function ThemeToggle({ className, iconSize = 16 }: { className?: string; iconSize?: number }) {
  const t = useTranslations('common');
  const { toggle } = useTheme();
  useKeys('everywhere', [{ keys: 'shift+t', label: t('keys.theme'), run: toggle }]);
  return (
    <Tooltip content={t('theme.label')}>
      <Button variant="ghost" size="icon" className={className} aria-label={t('theme.label')} onClick={toggle}>
        <Contrast size={iconSize} aria-hidden />
      </Button>
    </Tooltip>
  );
}
