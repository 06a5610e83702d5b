'use client';

import { Command } from 'cmdk';
import { LoaderCircle, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { overlayStyle } from './dialog';
import { Kbd } from './kbd';
import { keyCaps } from './keys/key-match';
import { useLayer } from './layer';
import { isTooShort, type PaletteHit, type PaletteSearch, usePaletteSearch } from './palette-search';

export type PaletteCommand = {
  id: string;
  label: string;
  group: 'goTo' | 'commands';
  icon?: ReactNode;
  keywords?: string;
  keys?: string;
  href?: string;
  run?: () => void;
};

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly PaletteCommand[];
  search?: PaletteSearch | undefined;
};

const itemStyle =
  'flex min-h-9 cursor-default items-center gap-3 rounded-md px-3 py-1.5 data-[selected=true]:bg-accent touch:min-h-(--hit) [&_svg]:text-muted-foreground';

function matches(command: PaletteCommand, query: string): boolean {
  const text = `${command.label} ${command.keywords ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function Hit({ hit, onPick }: { hit: PaletteHit; onPick: () => void }) {
  return (
    <Command.Item value={`hit ${hit.id}`} onSelect={onPick} className={itemStyle}>
      {hit.icon}
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{hit.title}</bdi>
        {hit.note ? <span className="block truncate text-muted-foreground text-xs">{hit.note}</span> : null}
      </span>
      <span className="shrink-0 text-subtle text-xs">{hit.kind}</span>
    </Command.Item>
  );
}

/** One box for everything: what one looks for, where one goes, what one may do. */
export function CommandPalette({ open, onOpenChange, commands, search }: PaletteProps) {
  const t = useTranslations('common.palette');
  const container = useLayer();
  const router = useRouter();
  const { query, setQuery, hits, state } = usePaletteSearch(search, open);
  const pick = (target: { href?: string | undefined; run?: (() => void) | undefined }) => {
    onOpenChange(false);
    target.run?.();
    if (target.href) router.push(target.href);
  };
  const shown = query.trim() === '' ? commands : commands.filter((command) => matches(command, query.trim()));
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal container={container}>
        <Primitive.Overlay className={overlayStyle} />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed top-[max(8px,10dvh)] left-1/2 z-50 flex max-h-[70dvh] w-[calc(100vw-16px)] max-w-150 -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-border-strong bg-popover text-body shadow-lg outline-none data-[state=open]:animate-in"
        >
          <Primitive.Title className="sr-only">{t('title')}</Primitive.Title>
          <Command shouldFilter={false} label={t('title')} className="flex min-h-0 flex-col" loop>
            <div className="flex h-12 items-center gap-3 border-b px-4">
              {state === 'searching' ? (
                <LoaderCircle size={16} className="animate-spin text-muted-foreground" aria-label={t('searching')} />
              ) : (
                <Search size={16} className="text-muted-foreground" aria-hidden />
              )}
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder={t(search ? 'placeholder' : 'goTo')}
                className="h-full min-w-0 flex-1 bg-transparent text-base outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="min-h-0 flex-1 overflow-y-auto p-2 scroll-thin">
              {hits.length > 0 ? (
                <Command.Group>
                  {hits.map((hit) => (
                    <Hit key={hit.id} hit={hit} onPick={() => pick(hit)} />
                  ))}
                </Command.Group>
              ) : null}
              {(['goTo', 'commands'] as const).map((group) => {
                const list = shown.filter((command) => command.group === group);
                return list.length === 0 ? null : (
                  <Command.Group
                    key={group}
                    heading={t(group)}
                    className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-muted-foreground"
                  >
                    {list.map((command) => (
                      <Command.Item
                        key={command.id}
                        value={`command ${command.id}`}
                        onSelect={() => pick(command)}
                        className={itemStyle}
                      >
                        {command.icon}
                        <span className="min-w-0 flex-1 truncate">{command.label}</span>
                        {command.keys
                          ? keyCaps(command.keys).map((caps) => caps.map((cap) => <Kbd key={cap}>{cap}</Kbd>))
                          : null}
                      </Command.Item>
                    ))}
                  </Command.Group>
                );
              })}
              <Command.Empty className="px-3 py-6 text-center text-muted-foreground">
                {state === 'failed'
                  ? t('failed')
                  : isTooShort(query.trim())
                    ? t('hint')
                    : state === 'searching'
                      ? t('searching')
                      : t('empty', { query })}
              </Command.Empty>
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
