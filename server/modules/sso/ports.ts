import type { z } from 'zod';
import type { OidcSettings, Protocol, SamlSettings, Settings } from './contract';

export type OidcProvider = z.output<typeof OidcSettings>;
export type SamlProvider = z.output<typeof SamlSettings>;

/** What the house asks of one identity provider, whichever protocol it speaks. */
export type Ask = {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE; kept by nobody, made again from the state when the answer comes. */
  readonly verifier: string;
  readonly requestId: string;
  readonly callbackUrl: string;
  /** Our name at the provider, where the protocol has one. */
  readonly entityId: string;
  readonly secret: string | null;
};
export type Answered =
  | { readonly by: 'redirect'; readonly url: string }
  | { readonly by: 'post'; readonly response: string };

/** Why a provider's answer does not let anybody in. Each is a sentence in the messages. */
export const signOnFaults = [
  'sso_wrong_audience',
  'sso_wrong_issuer',
  'sso_wrong_nonce',
  'sso_wrong_recipient',
  'sso_not_asked_for',
  'sso_expired',
  'sso_unsigned',
  'sso_signature_invalid',
  'sso_answer_unreadable',
  'sso_refused_by_provider',
  'sso_provider_unreachable',
] as const;
export type SignOnFault = (typeof signOnFaults)[number];

export type Proven = {
  readonly outcome: 'proven';
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  readonly groups: readonly string[];
  /** `amr` and `acr`, or the authentication context. */
  readonly factors: readonly string[];
  /** When he last proved himself over there, which may be long ago. */
  readonly authenticatedAt: Date | null;
  /** Of an assertion that must not be taken twice. */
  readonly assertion: { readonly id: string; readonly expiresAt: Date } | null;
};
export type SignOnOutcome =
  | Proven
  | { readonly outcome: 'refused'; readonly fault: SignOnFault; readonly detail: string };

export type Probe = { readonly error: SignOnFault | null; readonly detail: string };

export interface SignOnPort<S extends z.output<typeof Settings>> {
  /** Where the browser goes. */
  begin(settings: S, ask: Ask): Promise<string>;
  complete(settings: S, ask: Ask, answer: Answered): Promise<SignOnOutcome>;
  /** Is somebody there who speaks the protocol as these settings say? Nobody signs in. */
  probe(settings: S, secret: string | null): Promise<Probe>;
}

export type ProviderMetadata = Pick<SamlProvider, 'entityId' | 'entryPoint' | 'certificates'>;
export interface SamlPort extends SignOnPort<SamlProvider> {
  readMetadata(source: { url: string } | { xml: string }): Promise<ProviderMetadata>;
  ourMetadata(ours: { entityId: string; callbackUrl: string }): Promise<string>;
}
export type OidcPort = SignOnPort<OidcProvider>;

export type SignOnPorts = { readonly oidc: OidcPort; readonly saml: SamlPort };

export function providerOf(ports: SignOnPorts, settings: Settings): BoundProvider {
  return settings.protocol === 'oidc' ? bound(ports.oidc, settings) : bound(ports.saml, settings);
}

type BoundProvider = {
  readonly protocol: Protocol;
  begin(ask: Ask): Promise<string>;
  complete(ask: Ask, answer: Answered): Promise<SignOnOutcome>;
  probe(secret: string | null): Promise<Probe>;
};

const bound = <S extends Settings>(port: SignOnPort<S>, settings: S): BoundProvider => ({
  protocol: settings.protocol,
  begin: (ask) => port.begin(settings, ask),
  complete: (ask, answer) => port.complete(settings, ask, answer),
  probe: (secret) => port.probe(settings, secret),
});

declare module '@/server/kernel/ports' {
  interface Ports {
    signOn: SignOnPorts;
  }
}
