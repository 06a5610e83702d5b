'use client';

import { DeskShell, type DeskShellProps } from './desk-shell';

export type PlatformShellProps = Omit<DeskShellProps, 'brand' | 'environment' | 'impersonation'>;

/** Our own console: the desk's frame under our own name, above all tenants, so always in UTC. */
export function PlatformShell(props: PlatformShellProps) {
  return <DeskShell clock={{ zone: 'utc' }} {...props} brand={{ name: 'Brokerage OS' }} environment="live" />;
}
