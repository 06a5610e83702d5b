'use client';

import { Bookmark, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../button';
import { Checkbox } from '../checkbox';
import { cn } from '../cn';
import { Input } from '../input';
import { menuItemStyle } from '../menu-style';
import { Popover, PopoverContent, PopoverTrigger } from '../popover';
import type { SavedView, SavedViews } from './types';
import type { TableState } from './use-table-query';
import { readView, viewSearch } from './view-state';

type ViewsMenuProps = {
  views: SavedViews;
  state: TableState;
  columns: readonly string[] | null;
  onColumns: (chosen: readonly string[] | null) => void;
};

function SaveForm({
  canShare,
  onSave,
}: {
  canShare: boolean;
  onSave: (name: string, scope: 'own' | 'team') => Promise<void>;
}) {
  const t = useTranslations('common.table');
  const id = useId();
  const [name, setName] = useState('');
  const [forTeam, setForTeam] = useState(false);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    await onSave(name.trim(), forTeam ? 'team' : 'own').finally(() => setPending(false));
    setName('');
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="mt-1 flex flex-col gap-2 border-t px-1 pt-2">
      <Input
        aria-label={t('viewName')}
        placeholder={t('viewName')}
        value={name}
        required
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex items-center justify-between gap-2">
        {canShare ? (
          <label htmlFor={id} className="flex items-center gap-2 text-xs">
            <Checkbox id={id} checked={forTeam} onCheckedChange={(on) => setForTeam(on === true)} />
            {t('viewForTeam')}
          </label>
        ) : (
          <span />
        )}
        <Button type="submit" size="sm" pending={pending}>
          {t('saveView')}
        </Button>
      </div>
    </form>
  );
}

/** Own and team views of this table: a name for a sort, filters and columns. */
export function ViewsMenu({ views, state, columns, onColumns }: ViewsMenuProps) {
  const t = useTranslations('common.table');
  const [open, setOpen] = useState(false);
  const search = viewSearch(state.query);
  const current = views.list.find((view) => view.search === search);
  const choose = (view: SavedView) => {
    state.setAll(readView(view));
    onColumns(view.columns);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm">
          <Bookmark size={14} aria-hidden />
          <span className="max-w-36 truncate">{current?.name ?? t('views')}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="p-1 pb-2" aria-label={t('views')}>
        {views.list.length === 0 ? <p className="px-2 py-2 text-muted-foreground text-xs">{t('noViews')}</p> : null}
        {(['own', 'team'] as const).map((scope) => {
          const list = views.list.filter((view) => view.scope === scope);
          return list.length === 0 ? null : (
            <div key={scope}>
              <p className="px-2 pt-2 pb-1 text-2xs text-muted-foreground">
                {t(scope === 'own' ? 'ownViews' : 'teamViews')}
              </p>
              {list.map((view) => (
                <div key={view.id} className="group/view flex items-center">
                  <button
                    type="button"
                    aria-pressed={view.id === current?.id}
                    onClick={() => choose(view)}
                    className={cn(
                      menuItemStyle,
                      'min-w-0 flex-1 hover:bg-accent aria-pressed:font-medium aria-pressed:text-primary',
                    )}
                  >
                    <span className="truncate">{view.name}</span>
                  </button>
                  {views.onDelete ? (
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={t('deleteView', { name: view.name })}
                      className="opacity-0 focus-visible:opacity-100 group-hover/view:opacity-100"
                      onClick={() => void views.onDelete?.(view.id)}
                    >
                      <Trash2 size={14} aria-hidden />
                    </Button>
                  ) : null}
                </div>
              ))}
            </div>
          );
        })}
        <SaveForm canShare={views.canShare} onSave={(name, scope) => views.onSave({ name, scope, search, columns })} />
      </PopoverContent>
    </Popover>
  );
}
