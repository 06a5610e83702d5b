import type { Database } from '@/db/client';
import type { Clock, Rng } from '@/server/kernel/clock';
import type { KeyRing } from '@/server/kernel/keys';
import type { Log } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';
import type { MailPort, PasswordsPort, SitePort } from '@/server/modules/identity/ports';
import type { DnsPort, ImagesPort } from '@/server/modules/tenancy/ports';

export type PortsDeps = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly log: Log;
  readonly clock: Clock;
  readonly rng: Rng;
};

/** argon2id of 32 random bytes that were thrown away. */
const decoy = '$argon2id$v=19$m=19456,t=2,p=1$7JiZFqmzKONbxTEWe+7NUw$VIwIs88jnpgiCE5NIIGqKamBXCbxWg29Edz9bNqohO4';

/** Vendor code is loaded on first use, per vendor: the request path never carries an SDK it does not call. */
const passwords: PasswordsPort = {
  decoy,
  hash: async (password) => (await import('./passwords/argon2/adapter')).argon2Passwords.hash(password),
  verify: async (hash, password) => (await import('./passwords/argon2/adapter')).argon2Passwords.verify(hash, password),
};

const images: ImagesPort = {
  toPng: async (bytes, maxBytes) => (await import('./images/sharp/adapter')).sharpImages.toPng(bytes, maxBytes),
};

const dns: DnsPort = {
  txt: async (name) => (await import('./dns/adapter')).nodeDns.txt(name),
};

function site(): SitePort {
  const url = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
  return { origin: new URL(url).origin };
}

/** Until a mail adapter is built in, nothing is taken, so that jobs try again. */
const mail = {
  of: async (): Promise<MailPort> => ({
    send: async () => ({ outcome: 'deferred', detail: 'no mail server is connected' }),
  }),
};

/** One factory per port; a port that depends on tenant and connection looks them up when it is asked. */
export function buildPorts(_deps: PortsDeps): Ports {
  return { passwords, images, dns, site: site(), mail };
}
