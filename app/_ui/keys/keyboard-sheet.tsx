'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog, DialogBody, DialogContent } from '../dialog';
import { keyCaps } from './key-match';
import { type KeyGroup, type Registered, useKeyRegistry } from './key-registry';
import { useKeys } from './use-keys';

const groups: readonly KeyGroup[] = ['everywhere', 'table', 'drawer'];

function Caps({ keys, then }: { keys: string; then: string }) {
  return (
    <span className="flex items-center gap-1 text-subtle text-xs">
      {keyCaps(keys).map((caps, step) => (
        <span key={caps.join('+')} className="flex items-center gap-1">
          {step > 0 ? then : null}
          {caps.map((cap) => (
            <kbd
              key={cap}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-muted px-1 font-medium font-sans text-2xs text-muted-foreground leading-none"
            >
              {cap}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

/** The sheet behind "?": every key that works on this page right now, by itself. */
export function KeyboardSheet() {
  const t = useTranslations('common.keys');
  const registry = useKeyRegistry();
  const [shown, setShown] = useState<Registered[] | null>(null);
  useKeys('everywhere', [{ keys: '?', label: t('sheet'), run: () => setShown(registry.list()) }]);
  return (
    <Dialog open={shown !== null} onOpenChange={(open) => (open ? null : setShown(null))}>
      <DialogContent title={t('title')} description={t('description')} size="lg">
        <DialogBody className="grid gap-6 sm:grid-cols-2">
          {groups.map((group) => {
            const rows = new Map(
              shown
                ?.filter((entry) => entry.group === group)
                .map(({ binding }) => [binding.current.keys, binding.current.label]),
            );
            return rows.size === 0 ? null : (
              <section key={group}>
                <h3 className="mb-1 text-muted-foreground text-xs">{t(group)}</h3>
                <dl>
                  {[...rows].map(([keys, label]) => (
                    <div
                      key={keys}
                      className="flex min-h-8 items-center justify-between gap-4 border-b last:border-b-0"
                    >
                      <dt>{label}</dt>
                      <dd>
                        <Caps keys={keys} then={t('then')} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
