'use client';

import { ChevronLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChipButton, FilterChip } from '../chip';
import { Kbd } from '../kbd';
import { useKeys } from '../keys/use-keys';
import { menuItemStyle } from '../menu-style';
import { Popover, PopoverContent, PopoverTrigger } from '../popover';
import { FilterEditor, filterText } from './filter-editor';
import type { FilterSpec } from './types';
import type { TableState } from './use-table-query';

/** Filters in force as chips, and the one way to add another. The address holds them all. */
export function FilterBar({ filters, state }: { filters: readonly FilterSpec[]; state: TableState }) {
  const t = useTranslations('common.table');
  const keys = useTranslations('common.keys');
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState<FilterSpec | null>(null);
  useKeys('table', [{ keys: 'f', label: keys('filter'), run: () => setOpen(true) }], filters.length > 0);
  const active = filters.filter((filter) => state.query.filters[filter.id]);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) setEditing(null);
  };
  if (filters.length === 0) return null;
  return (
    <>
      {active.map((filter) => (
        <FilterChip
          key={filter.id}
          label={filter.label}
          value={filterText(filter, state.query.filters[filter.id] ?? [])}
          removeLabel={t('removeFilter', { label: filter.label })}
          onRemove={() => state.setFilter(filter.id, null)}
        />
      ))}
      <Popover open={open} onOpenChange={change}>
        <PopoverTrigger asChild>
          <ChipButton dashed>
            {t('addFilter')} <Kbd>f</Kbd>
          </ChipButton>
        </PopoverTrigger>
        <PopoverContent className="w-64 p-2" aria-label={t('addFilter')}>
          {editing ? (
            <div className="flex flex-col gap-2">
              <button
                type="button"
                onClick={() => setEditing(null)}
                className="flex items-center gap-1 text-muted-foreground text-xs hover:text-foreground"
              >
                <ChevronLeft size={12} className="rtl:-scale-x-100" aria-hidden />
                {editing.label}
              </button>
              <FilterEditor
                key={editing.id}
                filter={editing}
                values={state.query.filters[editing.id] ?? []}
                onChange={(values) => state.setFilter(editing.id, values)}
                onDone={() => change(false)}
              />
            </div>
          ) : (
            <ul className="flex flex-col" aria-label={t('filterSearch')}>
              {filters.map((filter) => (
                <li key={filter.id}>
                  <button
                    type="button"
                    onClick={() => setEditing(filter)}
                    className={`${menuItemStyle} w-full hover:bg-accent focus-visible:bg-accent`}
                  >
                    {filter.label}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </PopoverContent>
      </Popover>
      {active.length > 1 ? (
        <button
          type="button"
          onClick={state.clearFilters}
          className="text-muted-foreground text-xs hover:text-foreground"
        >
          {t('clearFilters')}
        </button>
      ) : null}
    </>
  );
}
