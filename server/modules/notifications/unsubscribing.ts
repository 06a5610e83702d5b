import { timingSafeEqual, utf8 } from '@/server/kernel/encoding';
import { type Id, isId } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';

const secretOf = (read: Read, id: Id<'notification'>): Promise<string> =>
  read.ctx.keys.pepper('unsubscribe', `${read.tenant.id}/${id}`);

/** The right to stop what this very letter was about. It never ends: an old letter must still be able to stop the next. */
export const unsubscribeToken = async (read: Read, id: Id<'notification'>): Promise<string> =>
  `${id}.${await secretOf(read, id)}`;

export async function letterOfToken(read: Read, text: string): Promise<Id<'notification'> | null> {
  const [id = '', secret = ''] = text.split('.');
  if (!isId('notification', id)) return null;
  return timingSafeEqual(utf8(secret), utf8(await secretOf(read, id))) ? id : null;
}

/** One address for a person's browser and his mail program: looked at it leads to a page, posted to it stops (RFC 8058). */
export const unsubscribeUrl = async (read: Read, id: Id<'notification'>): Promise<string> =>
  `${read.ctx.ports.site.origin}/api/unsubscribe/${read.tenant.slug}?token=${await unsubscribeToken(read, id)}`;
