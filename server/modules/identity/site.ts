import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { verifiedHosts } from './repository';

/** Origins where this tenant's people may be: the platform's own, and hosts the tenant has proven to own. */
export async function allowedOrigins(read: Read): Promise<string[]> {
  const hosts = await verifiedHosts(read);
  return [read.ctx.ports.site.origin, ...hosts.map(({ host }) => `https://${host}`)];
}

export async function requireOrigin(read: Read, origin: string): Promise<{ origin: string; rpId: string }> {
  const url = new URL(origin);
  if (!(await allowedOrigins(read)).includes(url.origin))
    throw new Refusal('invalid', 'origin_not_allowed', { field: 'origin' });
  return { origin: url.origin, rpId: url.hostname };
}

/** Address of a page for this tenant: on the brand's proven host when there is one, else by path on the platform's. */
export async function pageUrl(read: Read, path: string, brandId: Id<'brand'> | null): Promise<string> {
  const hosts = await verifiedHosts(read);
  const own = hosts.find((one) => one.brandId === brandId) ?? (brandId ? undefined : hosts[0]);
  return own ? `https://${own.host}${path}` : `${read.ctx.ports.site.origin}/t/${read.tenant.slug}${path}`;
}
