'use client';

import { useTranslations } from 'next-intl';
import { useKeys } from '../keys/use-keys';

type TableKeys = {
  rowIds: readonly string[];
  cursor: string | null;
  onMove: (id: string) => void;
  onOpen: (id: string) => void;
  onToggle: ((id: string) => void) | null;
  onAct: ((id: string) => void) | null;
};

/** j and k walk, Enter opens, x selects, e acts: hands stay on the letters while a queue is worked. */
export function useTableKeys({ rowIds, cursor, onMove, onOpen, onToggle, onAct }: TableKeys): void {
  const t = useTranslations('common.keys');
  const at = cursor === null ? -1 : rowIds.indexOf(cursor);
  const move = (step: 1 | -1) => {
    const next = at === -1 ? (step === 1 ? 0 : rowIds.length - 1) : Math.min(rowIds.length - 1, Math.max(0, at + step));
    const id = rowIds[next];
    if (id !== undefined) onMove(id);
  };
  const withRow = (run: (id: string) => void) => () => {
    if (cursor !== null && at !== -1) run(cursor);
  };
  useKeys('table', [
    { keys: 'j', label: t('next'), run: () => move(1) },
    { keys: 'k', label: t('previous'), run: () => move(-1) },
    { keys: 'enter', label: t('open'), run: withRow(onOpen) },
    ...(onToggle ? [{ keys: 'x', label: t('select'), run: withRow(onToggle) }] : []),
    ...(onAct ? [{ keys: 'e', label: t('act'), run: withRow(onAct) }] : []),
  ]);
}
