'use client';

import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogContent } from '@/app/_ui/dialog';
import type { Id } from '@/server/kernel/ids';

/** The seal of an entry; opens its inclusion proof against the newest signed checkpoint. */
export function ProofButton({ id }: { id: Id<'audit'> }) {
  const t = useTranslations('common.story');
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const proof = useQuery({ ...trpc.audit.entry.prove.queryOptions({ id }), enabled: open, retry: false });
  return (
    <>
      <Button variant="ghost" size="icon-sm" aria-label={t('proof')} onClick={() => setOpen(true)}>
        <ShieldCheck size={14} className="text-success" aria-hidden />
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent title={t('proof')}>
          {proof.error ? <p className="text-muted-foreground">{t('notSealed')}</p> : null}
          {proof.data ? (
            <div className="flex flex-col gap-3 text-xs">
              <p>
                {proof.data.isValid
                  ? t('valid', { index: proof.data.leafIndex, size: proof.data.treeSize })
                  : t('invalid')}
              </p>
              <pre className="overflow-x-auto rounded-md border bg-muted p-3 font-mono text-2xs">
                {proof.data.checkpoint}
              </pre>
              <pre className="max-h-48 overflow-auto rounded-md border bg-muted p-3 font-mono text-2xs">
                {proof.data.proof.join('\n')}
              </pre>
              <p className="break-all text-muted-foreground">{proof.data.verifierKey}</p>
            </div>
          ) : null}
        </DialogContent>
      </Dialog>
    </>
  );
}
