import { type Listening, listen } from '../host';
import type { EmulatorClock } from '../runtime';
import { serveOidc } from './oidc';
import { serveSaml } from './saml';
import { type Betrayal, type KeptKey, keptKey, keyFrom, newKey, type Realm, type World } from './world';

export type IdentityEmulator = {
  readonly url: string;
  handle(request: Request): Promise<Response>;
  /** A company with its people and the products they may enter; the same name again replaces it. */
  openRealm(realm: Realm): void;
  realm(name: string): Realm | undefined;
  /** The next answer lies like this. */
  betray(how: Betrayal): void;
  /** A new key signs from now on; the old one is published no more. */
  rotate(): void;
  /** The certificate its SAML answers are signed with, base64. */
  certificate(): string;
  listen(options?: { port?: number }): Promise<Listening>;
};

type Options = {
  readonly clock: EmulatorClock;
  /** Where a browser finds it, when it is known before it listens. */
  readonly url?: string;
  /** What an earlier run said it keeps: companies, and the key their certificates are about. */
  readonly kept?: Kept;
  readonly onChange?: (kept: Kept) => void;
};
export type Kept = { readonly realms: readonly Realm[]; readonly key: KeptKey };

/** An identity provider for the staff of companies: OpenID Connect and SAML 2.0 over one set of people. */
export function createIdentityEmulator(options: Options): IdentityEmulator {
  const { clock, onChange } = options;
  const world: World = {
    clock,
    realms: new Map((options.kept?.realms ?? []).map((realm) => [realm.name, realm])),
    grants: new Map(),
    tokens: new Map(),
    said: {},
    key: options.kept ? keyFrom(options.kept.key) : newKey(clock),
    betrayal: null,
    url: options.url ?? '',
  };
  const changed = () => onChange?.({ realms: [...world.realms.values()], key: keptKey(world.key) });
  const emulator: IdentityEmulator = {
    get url() {
      return world.url;
    },
    handle: async (request) => {
      const { pathname } = new URL(request.url);
      const [, name = '', ...rest] = pathname.split('/');
      const realm = world.realms.get(name);
      if (!realm) return Response.json({ error: 'no such realm' }, { status: 404 });
      const path = `/${rest.join('/')}`;
      return path.startsWith('/saml/')
        ? serveSaml(world, realm, path, request)
        : serveOidc(world, realm, path, request);
    },
    openRealm: (realm) => {
      world.realms.set(realm.name, realm);
      changed();
    },
    realm: (name) => world.realms.get(name),
    betray: (how) => {
      world.betrayal = how;
    },
    rotate: () => {
      world.key = newKey(clock);
      changed();
    },
    certificate: () => world.key.certificate,
    listen: async (at) => {
      const listening = await listen(emulator.handle, at);
      world.url ||= listening.url;
      return listening;
    },
  };
  return emulator;
}
