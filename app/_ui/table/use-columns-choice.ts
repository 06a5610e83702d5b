'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Column } from './columns';

const changed = new EventTarget();
const storageKey = (id: string) => `columns.${id}`;

function subscribe(notify: () => void): () => void {
  changed.addEventListener('change', notify);
  return () => changed.removeEventListener('change', notify);
}

function readStored(id: string): string | null {
  try {
    return localStorage.getItem(storageKey(id));
  } catch {
    return null;
  }
}

/** Which columns this person looks at in this table; null is the table's own choice. */
export function useColumnsChoice<Row>(id: string, columns: ReadonlyArray<Column<Row>>) {
  const stored = useSyncExternalStore(
    subscribe,
    () => readStored(id),
    () => null,
  );
  const setChosen = useCallback(
    (chosen: readonly string[] | null) => {
      try {
        if (chosen) localStorage.setItem(storageKey(id), chosen.join(','));
        else localStorage.removeItem(storageKey(id));
      } catch {
        // Without storage the table keeps its own choice.
      }
      changed.dispatchEvent(new Event('change'));
    },
    [id],
  );
  const chosen = useMemo(() => (stored === null ? null : stored.split(',')), [stored]);
  const visibility = useMemo(
    () =>
      Object.fromEntries(columns.map((column) => [column.id, chosen ? chosen.includes(column.id) : !column.isExtra])),
    [columns, chosen],
  );
  return { chosen, setChosen, visibility };
}
