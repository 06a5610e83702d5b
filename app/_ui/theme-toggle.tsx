'use client';

import { useTranslations } from 'next-intl';
import { Button } from './button';
import { useKeys } from './keys/use-keys';
import { useTheme } from './theme';
import { Tooltip } from './tooltip';

function HalfMoon({ size }: { size: number }) {
  return (
    <svg
      className="lucide"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      aria-hidden
    >
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
    </svg>
  );
}

/** One press switches light and dark; the choice stays with this browser. */
export function ThemeToggle({ className, iconSize = 16 }: { className?: string; iconSize?: number }) {
  const t = useTranslations('common');
  const { toggle } = useTheme();
  useKeys('everywhere', [{ keys: 'shift+t', label: t('keys.theme'), run: toggle }]);
  return (
    <Tooltip content={t('theme.label')}>
      <Button variant="ghost" size="icon" className={className} aria-label={t('theme.label')} onClick={toggle}>
        <HalfMoon size={iconSize} />
      </Button>
    </Tooltip>
  );
}
