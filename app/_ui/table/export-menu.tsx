'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../dropdown-menu';
import { useKeys } from '../keys/use-keys';

type ExportMenuProps = { onCsv?: (() => void) | undefined; onXlsx?: (() => void) | undefined };

/** All rows come from the server, in the filter and sort on screen. */
export function ExportMenu({ onCsv, onXlsx }: ExportMenuProps) {
  const t = useTranslations('common.table');
  const keys = useTranslations('common.keys');
  const [open, setOpen] = useState(false);
  useKeys('table', [{ keys: 'shift+e', label: keys('export'), run: () => setOpen(true) }]);
  return (
    <DropdownMenu open={open} onOpenChange={setOpen}>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm">
          <Download size={14} aria-hidden />
          {t('export')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {onCsv ? <DropdownMenuItem onSelect={onCsv}>{t('exportCsv')}</DropdownMenuItem> : null}
        {onXlsx ? <DropdownMenuItem onSelect={onXlsx}>{t('exportXlsx')}</DropdownMenuItem> : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
