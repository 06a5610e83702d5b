import canonicalize from 'canonicalize';
import { Registration } from './config';
import { sign } from './signature';
import type { Core } from './types';

/** Asks an app for its functions, signed. An app that refuses to answer in the reply registers by itself before it replies. */
export async function syncApp(core: Core, appUrl: string): Promise<void> {
  const body = canonicalize({ url: appUrl }) ?? '';
  const unixSeconds = Math.floor(Date.now() / 1000);
  const response = await core.fetch(appUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      'x-inngest-sync-kind': 'in_band',
      'x-inngest-server-kind': 'cloud',
      'x-inngest-signature': sign(body, core.keys.signing, unixSeconds),
    },
    body,
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${appUrl} answered HTTP ${response.status}: ${text.slice(0, 500)}`);
  if (response.headers.get('x-inngest-sync-kind') !== 'in_band') return;
  await core.registry.register(Registration.parse(JSON.parse(text)));
  core.poke();
}
