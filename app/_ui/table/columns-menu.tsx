'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../button';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../dropdown-menu';
import type { Column } from './columns';

type ColumnsMenuProps<Row> = {
  columns: ReadonlyArray<Column<Row>>;
  visibility: Record<string, boolean>;
  onChange: (chosen: readonly string[] | null) => void;
};

/** The column that names the row always stays: a row without a name cannot be opened. */
export function ColumnsMenu<Row>({ columns, visibility, onChange }: ColumnsMenuProps<Row>) {
  const t = useTranslations('common.table');
  const shown = columns.filter((column) => visibility[column.id]).map((column) => column.id);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" className="max-sm:hidden">
          <Columns3 size={14} aria-hidden />
          {t('columns')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {columns.map((column) => (
          <DropdownMenuCheckboxItem
            key={column.id}
            checked={visibility[column.id] ?? false}
            disabled={column.fold === 'title'}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) =>
              onChange(columns.map(({ id }) => id).filter((id) => (id === column.id ? on : shown.includes(id))))
            }
          >
            {column.header}
          </DropdownMenuCheckboxItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => onChange(null)}>{t('viewDefault')}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
