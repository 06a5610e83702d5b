import { toHex, utf8 } from '@/server/kernel/encoding';
import { type Id, idFromUuid } from '@/server/kernel/ids';

type Event = { readonly id?: string | undefined; readonly data?: unknown };

/** The row a mail will be logged in, the same at every try: its return address names it before it exists. */
export async function loggedId({ id, data }: Event): Promise<Id<'notification'>> {
  const { tenantId = '' } = data as { tenantId?: string }; // the relay puts it there
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`logged-mail/${tenantId}/${id ?? ''}`)));
  const hex = toHex(digest.subarray(0, 16));
  // RFC 9562: version 8 is a uuid of our own making.
  return idFromUuid(
    'notification',
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`,
  );
}
