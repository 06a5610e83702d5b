'use client';

import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { downloadText } from '@/app/_ui/download';

/** The whole log as three files that prove themselves to whoever has `verify-trail.mjs`. */
export function ExportTrail({ entries }: { entries: number }) {
  const t = useTranslations('desk.audit');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  if (!may('audit.trail.export')) return null;
  const save = async (reason: string) => {
    const { trail, checkpoint, verifierKey } = await api.audit.trail.export.mutate({ reason });
    const all: unknown[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const page: { entries: unknown[]; next: number | null } = await api.audit.trail.page.query({
        size: trail.size,
        from,
      });
      all.push(...page.entries);
      from = page.next;
    }
    downloadText('trail.json', JSON.stringify({ ...trail, entries: all }), 'application/json');
    downloadText('checkpoint.txt', checkpoint);
    downloadText('key.txt', verifierKey);
  };
  return (
    <Confirm
      trigger={<Button>{t('export')}</Button>}
      title={t('exportTitle')}
      consequence={t.rich('exportBody', {
        entries,
        verifier: (text) => (
          <a className="underline" href="/verify-trail.mjs" download>
            {text}
          </a>
        ),
      })}
      confirmLabel={t('export')}
      tone="primary"
      reason="required"
      onConfirm={(reason) => inDialog(() => save(reason), t('exported'))}
    />
  );
}
