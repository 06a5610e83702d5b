import { createIdentityEmulator, type IdentityEmulator } from '@/server/emulators/identity/emulator';
import type { Person } from '@/server/emulators/identity/world';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import type { Id } from '@/server/kernel/ids';
import { beginSignOn, finishSignOn, publishConnection, saveConnection } from '@/server/modules/sso';
import type { Settings } from '@/server/modules/sso/contract';
import { decideApproval } from '@/server/modules/work';
import { handleSignOn } from '@/server/transports/sign-on';
import { type Broker, colleague, type Home } from './people';

export const realm = 'company';
export const clientSecret = 'a secret of the provider';
const claims = { groupsClaim: 'groups', groupRoles: [], provisions: false, trustsSecondFactor: false };

export const oidcSettings = (idp: IdentityEmulator, domain: string) => ({
  ...{ ...claims, protocol: 'oidc' as const, name: 'Company ID', domains: [domain] },
  ...{ issuer: `${idp.url}/${realm}`, clientId: 'desk', trustsEveryEmail: false, secondFactorWords: ['mfa'] },
});

export const samlSettings = (idp: IdentityEmulator, domain: string) => ({
  ...{ ...claims, protocol: 'saml' as const, name: 'Company SAML', domains: [domain] },
  entityId: `${idp.url}/${realm}/saml/metadata`,
  entryPoint: `${idp.url}/${realm}/saml/sso`,
  certificates: [idp.certificate()],
  secondFactorWords: ['https://refeds.org/profile/mfa'],
});

export type Company = {
  readonly idp: IdentityEmulator;
  readonly second: Ctx;
  readonly id: Id<'ssoConnection'>;
  close(): Promise<void>;
};

/** An identity provider with these people, connected to a broker and published by two of its administrators. */
export async function connected(
  house: Home,
  broker: Broker,
  people: readonly Person[],
  settingsOf: (idp: IdentityEmulator) => Settings,
): Promise<Company> {
  const idp = createIdentityEmulator({ clock: systemClock });
  const listening = await idp.listen();
  process.env.OUTBOUND_ALLOW = new URL(listening.url).host;
  const { ctx: second } = await colleague(house, broker, 'administrator');
  const settings = settingsOf(idp);
  const { id, version } = await saveConnection(broker.admin, { settings, clientSecret });
  const path = `/api/sso/${broker.slug}/${id}`;
  idp.openRealm({
    name: realm,
    people,
    parties: [
      { kind: 'oidc', clientId: 'desk', clientSecret, redirectPath: `${path}/callback` },
      { kind: 'saml', entityPath: `${path}/metadata`, acsPath: `${path}/callback` },
    ],
  });
  await agree(second, await publishConnection.orPark(broker.admin, { id, version, reason: 'our own provider' }));
  return { idp, second, id, close: listening.close };
}

export async function agree(other: Ctx, outcome: object): Promise<void> {
  if (!('parked' in outcome)) throw new Error('two people were expected');
  const approvalId = outcome.parked as Id<'approval'>; // what parking answers
  await decideApproval(other, { approvalId, decision: 'approve' });
}

const field = (html: string, name: string) => {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
};

/** The browser at the provider: says who he is, and brings the answer back to our door as it was told to. */
export async function atProvider(url: string, sub: string): Promise<Request> {
  const chosen = new URL(url);
  chosen.searchParams.set('person', sub);
  const answer = await fetch(chosen, { redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location) return new Request(location);
  const html = await answer.text();
  const action = /action="([^"]+)"/.exec(html)?.[1];
  if (!action) throw new Error(`the provider said: ${html.slice(0, 200)}`);
  const body = new URLSearchParams({
    SAMLResponse: field(html, 'SAMLResponse'),
    RelayState: field(html, 'RelayState'),
  });
  return new Request(action, { method: 'POST', body });
}

export type Back = { readonly proof: string | null; readonly refused: string | null; readonly request: Request };

export async function deliver(house: Home, broker: Broker, request: Request): Promise<Back> {
  const [, , , tenant = '', connection = '', what = ''] = new URL(request.url).pathname.split('/');
  const make = async (caller: Pick<Ctx, 'tenant' | 'credential' | 'request'>) => house.ctx(broker.slug, caller);
  const response = await handleSignOn(request.clone(), { tenant, connection, what }, make);
  if (response.status !== 303) throw new Error(`${response.status} ${await response.text()}`);
  const said = new URL(response.headers.get('location') ?? '').searchParams;
  return { proof: said.get('proof'), refused: said.get('refused'), request };
}

/** From the button to the answer at our door. */
export async function walk(house: Home, broker: Broker, { id }: Company, sub: string) {
  const visitor = house.ctx(broker.slug);
  const begun = await beginSignOn(visitor, { id, origin: house.ports.site.origin });
  if (!begun) throw new Error('nothing began');
  const back = await deliver(house, broker, await atProvider(begun.url, sub));
  const finish = () => finishSignOn(visitor, { proof: back.proof ?? '', binding: begun.binding });
  return { ...begun, ...back, visitor, finish };
}
