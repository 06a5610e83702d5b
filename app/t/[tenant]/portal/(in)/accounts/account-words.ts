'use client';

import { useTranslations } from 'next-intl';
import type { Tone } from '@/app/_ui/badge';
import type { AccountRow } from '@/server/modules/trading/contract';

const tones: Readonly<Record<string, Tone>> = {
  provisioning: 'pending',
  close_only: 'warning',
  disabled: 'destructive',
  failed: 'destructive',
};

/** States are text on the wire; one we have no words for yet gets the general ones. */
export function useAccountState() {
  const t = useTranslations('portal.accounts.state');
  return (state: string): { short: string; body: string; tone: Tone } => {
    const key = state as 'active';
    const known = t.has(`${key}.short`) ? key : 'other';
    return { short: t(`${known}.short`), body: t(`${known}.body`), tone: tones[state] ?? 'neutral' };
  };
}

export function useAccountName() {
  const t = useTranslations('portal.accounts');
  return ({ login, label }: Pick<AccountRow, 'login' | 'label'>): string =>
    label ?? (login === null ? t('unnamed') : t('login', { login }));
}

/** Accounts money can be on: still being opened or gone ones are not among them. */
export const holdsMoney = ({ login, state, environment }: Pick<AccountRow, 'login' | 'state' | 'environment'>) =>
  login !== null && environment === 'live' && (state === 'active' || state === 'close_only' || state === 'disabled');
