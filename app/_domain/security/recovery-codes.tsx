'use client';

import { Check, Copy, Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { downloadText } from '@/app/_ui/download';

/** Shown once: the server keeps their hashes only. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[] | null; onClose: () => void }) {
  const t = useTranslations('common.security');
  const [isCopied, setCopied] = useState(false);
  const close = () => {
    setCopied(false);
    onClose();
  };
  const download = () => downloadText('recovery-codes.txt', `${(codes ?? []).join('\n')}\n`);
  return (
    <Dialog open={codes !== null} onOpenChange={(open) => (open ? undefined : close())}>
      {codes ? (
        <DialogContent title={t('codesTitle')} description={t('codesLead')} size="sm">
          <DialogBody>
            <ul dir="ltr" className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md border bg-muted p-4 font-mono text-sm">
              {codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ul>
          </DialogBody>
          <DialogFooter>
            <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}>
              {isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
              <span aria-live="polite">{isCopied ? t('copied') : t('copy')}</span>
            </Button>
            <Button onClick={download}>
              <Download size={16} aria-hidden />
              {t('download')}
            </Button>
            <Button variant="primary" onClick={close}>
              {t('codesKept')}
            </Button>
          </DialogFooter>
        </DialogContent>
      ) : null}
    </Dialog>
  );
}
