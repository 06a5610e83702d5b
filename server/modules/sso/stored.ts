import { z } from 'zod';
import { InvariantError } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { Settings } from './contract';

/** What a column keeps: settings as they were saved, and the sealed secret. */
const Stored = z.object({ settings: Settings, secret: z.string().nullable() });
export type Stored = z.output<typeof Stored>;

const place = (row: Id<'ssoConnection'>) => ({ table: 'sso_connection', column: 'secret', row }) as const;

export const storedOf = (value: unknown): Stored | null => (value === null ? null : Stored.parse(value));

export const sealedSecret = (uow: Uow, id: Id<'ssoConnection'>, secret: string): Promise<string> =>
  seal(uow, 'tenant', place(id), secret);

export async function openedSecret(read: Read, id: Id<'ssoConnection'>, { secret }: Stored): Promise<string | null> {
  if (secret === null) return null;
  const text = await openText(read, place(id), secret);
  if (text === null) throw new InvariantError('the key of a sign-on secret was destroyed');
  return text;
}

/** Our side of a connection: what the provider's administrator types in. Always on the platform's own host, where it never changes. */
export function oursOf(read: Read, id: Id<'ssoConnection'>) {
  const base = `${read.ctx.ports.site.origin}/api/sso/${read.tenant.slug}/${id}`;
  return { callbackUrl: `${base}/callback`, entityId: `${base}/metadata`, metadataUrl: `${base}/metadata` };
}
