import type { Tenant } from './context';

/** Staff with these addresses come in through their company's own identity provider and by no other way. */
export type EnforcedSignOn = {
  readonly connectionId: string;
  readonly name: string;
  readonly domains: readonly string[];
  /** The one who keeps his password, so that a broken provider locks nobody out for good. */
  readonly breakGlassUserId: string;
};

export function enforcedSignOns({ settings }: Pick<Tenant, 'settings'>): readonly EnforcedSignOn[] {
  return (settings.signOn ?? []) as readonly EnforcedSignOn[]; // written by sso.connection.* alone
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

export function enforcedFor(tenant: Pick<Tenant, 'settings'>, email: string): EnforcedSignOn | null {
  const domain = domainOf(email);
  return enforcedSignOns(tenant).find(({ domains }) => domains.includes(domain)) ?? null;
}
