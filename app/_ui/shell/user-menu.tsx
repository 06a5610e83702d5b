'use client';

import { LogOut } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Avatar } from '../avatar';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../dropdown-menu';
import { usePreference } from '../preferences';

export type ShellUser = { name: string; role: string };
export type UserMenuProps = {
  user: ShellUser;
  links?: ReadonlyArray<{ href: string; label: string }>;
  onSignOut: () => void;
};

/** Who is signed in, what they may set for themselves, and the way out. */
export function UserMenu({ user, links = [], onSignOut }: UserMenuProps) {
  const t = useTranslations('common');
  const [theme, setTheme] = usePreference('theme');
  const [density, setDensity] = usePreference('density');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-md p-2 text-start hover:bg-sidebar-accent folded:justify-center"
        >
          <span className="sr-only">{t('shell.userMenu', { name: user.name })}</span>
          <Avatar name={user.name} decorative />
          <span className="min-w-0 folded:hidden">
            <span className="block truncate font-medium text-foreground">{user.name}</span>
            <span className="block truncate text-subtle text-xs">{user.role}</span>
          </span>
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-52">
        {links.map((link) => (
          <DropdownMenuItem key={link.href} asChild>
            <Link href={link.href}>{link.label}</Link>
          </DropdownMenuItem>
        ))}
        {links.length > 0 ? <DropdownMenuSeparator /> : null}
        <DropdownMenuLabel>{t('theme.label')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={theme}
          onValueChange={(value) => setTheme(value === 'light' || value === 'dark' ? value : 'system')}
        >
          <DropdownMenuRadioItem value="system">{t('theme.system')}</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="light">{t('theme.light')}</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">{t('theme.dark')}</DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('table.density')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={density}
          onValueChange={(value) => setDensity(value === 'compact' ? 'compact' : 'default')}
        >
          <DropdownMenuRadioItem value="default">{t('table.comfortable')}</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="compact">{t('table.compact')}</DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={onSignOut}>
          <LogOut size={14} aria-hidden />
          {t('shell.signOut')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
