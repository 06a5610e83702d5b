import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { EmulatorClock } from '../runtime';
import { selfSigned } from './certificate';

export type Person = {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly isEmailVerified?: boolean;
  /** What it claims to have checked of him. */
  readonly factors?: readonly string[];
};

/** A relying party: a client of OpenID Connect, or a service provider of SAML. */
export type Party =
  | { readonly kind: 'oidc'; readonly clientId: string; readonly clientSecret: string; readonly redirectPath: string }
  | { readonly kind: 'saml'; readonly entityPath: string; readonly acsPath: string };

export type Realm = { readonly name: string; readonly people: readonly Person[]; readonly parties: readonly Party[] };

/** How an identity provider can lie, or somebody in between. One of them is acted out once. */
export const betrayals = [
  'wrong_audience',
  'wrong_issuer',
  'wrong_nonce',
  'wrong_recipient',
  'wrong_request',
  'expired',
  'stale',
  'unsigned',
  'foreign_key',
  'tampered',
  'wrapped',
  'replayed',
  'refused',
] as const;
export type Betrayal = (typeof betrayals)[number];

export type SigningKey = {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: string;
};

export type Grant = {
  readonly realm: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
  readonly person: Person;
  readonly expiresAt: number;
};

export type World = {
  readonly clock: EmulatorClock;
  readonly realms: Map<string, Realm>;
  readonly grants: Map<string, Grant>;
  readonly tokens: Map<string, Person>;
  /** The last SAML answer, for whoever plays it again. */
  readonly said: { saml?: string };
  key: SigningKey;
  betrayal: Betrayal | null;
  url: string;
};

export function newKey(clock: EmulatorClock): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const kid = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  return { kid, privateKey, publicKey, certificate: selfSigned(privateKey, spki, clock.now()) };
}

export type KeptKey = { readonly kid: string; readonly pem: string; readonly certificate: string };

export const keptKey = ({ kid, privateKey, certificate }: SigningKey): KeptKey => ({
  kid,
  pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  certificate,
});

export function keyFrom({ kid, pem, certificate }: KeptKey): SigningKey {
  const privateKey = createPrivateKey(pem);
  return { kid, privateKey, publicKey: createPublicKey(privateKey), certificate };
}

/** Says the betrayal that is due if it is one of these, and forgets it. */
export function due<B extends Betrayal>(world: World, ...which: B[]): B | null {
  const found = which.find((each) => each === world.betrayal) ?? null;
  if (found) world.betrayal = null;
  return found;
}
