'use client';

import { Ellipsis } from 'lucide-react';
import { Button } from '../button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '../dropdown-menu';
import type { RowAction } from './types';

type RowMenuProps = {
  label: string;
  actions: readonly RowAction[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** What can be done with one row. An action that is not possible says why instead of vanishing. */
export function RowMenu({ label, actions, open, onOpenChange }: RowMenuProps) {
  if (actions.length === 0) return null;
  return (
    <DropdownMenu open={open} onOpenChange={onOpenChange}>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={label}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {actions.map((action) => (
          <DropdownMenuItem
            key={action.id}
            tone={action.tone ?? 'default'}
            disabled={action.disabledReason !== undefined}
            onSelect={action.run}
          >
            {action.icon}
            <span>
              {action.label}
              {action.disabledReason ? <span className="block text-xs">{action.disabledReason}</span> : null}
            </span>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
