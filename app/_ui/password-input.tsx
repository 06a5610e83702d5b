'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useState } from 'react';
import { cn } from './cn';
import { Input } from './input';

/** A password that can be shown, and that tells when caps lock is the reason it is refused. */
export function PasswordInput({ className, onKeyUp, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const t = useTranslations('common.form');
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <div>
      <div className="relative">
        <Input
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          spellCheck={false}
          autoCapitalize="none"
          className={cn('pe-10 touch:pe-12', className)}
          onKeyUp={(event) => {
            setCaps(event.getModifierState('CapsLock'));
            onKeyUp?.(event);
          }}
          {...props}
        />
        <button
          type="button"
          aria-label={t(shown ? 'hidePassword' : 'showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 end-0 grid w-9 place-items-center rounded-md text-muted-foreground hover:text-foreground touch:w-12"
        >
          {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </button>
      </div>
      {caps ? (
        <p role="status" className="mt-1 text-warning text-xs">
          {t('capsLock')}
        </p>
      ) : null}
    </div>
  );
}
