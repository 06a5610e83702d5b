import * as client from 'openid-client';
import { type OutboundFetch, outboundErrorIn } from '@/server/adapters/http/outbound';
import type {
  Answered,
  Ask,
  OidcPort,
  OidcProvider,
  Proven,
  SignOnFault,
  SignOnOutcome,
} from '@/server/modules/sso/ports';

type Settings = OidcProvider;
/** How far the provider's clock may be from ours. */
const skewSeconds = 60;

/**
 * OpenID Connect, authorization code with PKCE. Discovery and keys are read anew each time: staff sign in rarely, and a
 * provider that changed its key this minute is then no case of its own.
 */
export function createOidcSignOn({ http }: { http: OutboundFetch }): OidcPort {
  const discovered = async ({ issuer, clientId }: Settings, secret: string | null): Promise<client.Configuration> => {
    const config = await client.discovery(
      new URL(issuer),
      clientId,
      { [client.clockTolerance]: skewSeconds, ...(secret ? { client_secret: secret } : {}) },
      secret ? undefined : client.None(),
      {
        // The guard of outgoing calls is the one who refuses plain http, and knows the one exception.
        execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
        [client.customFetch]: (url, init) => http(url, init as RequestInit),
        timeout: 10,
      },
    );
    return config;
  };
  return {
    async begin(settings, ask) {
      const config = await discovered(settings, ask.secret);
      return client.buildAuthorizationUrl(config, {
        scope: 'openid email profile',
        redirect_uri: ask.callbackUrl,
        state: ask.state,
        nonce: ask.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(ask.verifier),
        code_challenge_method: 'S256',
        // Whoever proved himself longer ago is asked again; and the token says when it was (OpenID Connect Core, 3.1.2.1).
        max_age: '600',
      }).href;
    },
    async complete(settings, ask, answer) {
      try {
        return await exchange(await discovered(settings, ask.secret), settings, ask, answer);
      } catch (error) {
        return { outcome: 'refused', fault: faultOf(error), detail: detailOf(error) };
      }
    },
    async probe(settings, secret) {
      try {
        const config = await discovered(settings, secret);
        const provider = config.serverMetadata();
        const keys = await keysAt(http, provider.jwks_uri);
        const challenges = provider.code_challenge_methods_supported;
        const pkce = challenges?.includes('S256') ? ', PKCE' : '';
        if (keys === 0) return { error: 'sso_answer_unreadable', detail: 'no signing key is published' };
        return { error: null, detail: `${provider.issuer}: ${keys} signing keys${pkce}` };
      } catch (error) {
        return { error: faultOf(error), detail: detailOf(error) };
      }
    },
  };
}

async function exchange(
  config: client.Configuration,
  settings: Settings,
  ask: Ask,
  answer: Answered,
): Promise<SignOnOutcome> {
  if (answer.by !== 'redirect') return { outcome: 'refused', fault: 'sso_answer_unreadable', detail: 'not a redirect' };
  const tokens = await client.authorizationCodeGrant(config, new URL(answer.url), {
    expectedState: ask.state,
    expectedNonce: ask.nonce,
    pkceCodeVerifier: ask.verifier,
    idTokenExpected: true,
  });
  const said = tokens.claims();
  if (!said) return { outcome: 'refused', fault: 'sso_unsigned', detail: 'no ID token' };
  const needsMore = said.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
  const more = needsMore ? await client.fetchUserInfo(config, tokens.access_token, said.sub) : {};
  return provenBy({ ...more, ...said }, settings);
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string').slice(0, 200);

function provenBy(claims: Readonly<Record<string, unknown>> & { sub: string }, settings: Settings): Proven {
  return {
    outcome: 'proven',
    subject: claims.sub,
    email: textOf(claims.email)?.trim().toLowerCase() ?? null,
    isEmailVerified: claims.email_verified === true || settings.trustsEveryEmail,
    name: textOf(claims.name) ?? textOf(claims.preferred_username),
    groups: textsOf(claims[settings.groupsClaim]),
    factors: [...textsOf(claims.amr), ...textsOf(claims.acr)],
    authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1_000) : null,
    assertion: null,
  };
}

async function keysAt(http: OutboundFetch, url: string | undefined): Promise<number> {
  if (!url) return 0;
  const answer = (await (await http(url)).json()) as { keys?: unknown }; // RFC 7517; anything else counts as none
  return Array.isArray(answer.keys) ? answer.keys.length : 0;
}

const claimFaults: Readonly<Record<string, SignOnFault>> = {
  aud: 'sso_wrong_audience',
  azp: 'sso_wrong_audience',
  iss: 'sso_wrong_issuer',
  nonce: 'sso_wrong_nonce',
};

type Coded = { readonly code?: unknown; readonly message?: unknown; readonly cause?: unknown };

/** Codes of oauth4webapi; the claim a token was wrong about stands in the cause. */
function faultOf(error: unknown): SignOnFault {
  if (outboundErrorIn(error)) return 'sso_provider_unreachable';
  const { code, message, cause } = (error ?? {}) as Coded;
  const words = `${message} ${(cause as Coded | undefined)?.message ?? ''}`;
  switch (code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return claimFaults[/(?:JWT|ID Token) "(\w+)"/.exec(words)?.[1] ?? ''] ?? 'sso_answer_unreadable';
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return 'sso_wrong_issuer';
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return 'sso_expired';
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'sso_signature_invalid';
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
    case 'OAUTH_RESPONSE_BODY_ERROR':
      return 'sso_refused_by_provider';
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
      return 'sso_provider_unreachable';
    default:
      if (/signature/i.test(words)) return 'sso_signature_invalid';
      if (/"alg"|unsigned|"none"/.test(words)) return 'sso_unsigned';
      if (/nonce/.test(words)) return 'sso_wrong_nonce';
      if (/"iss"|issuer/.test(words)) return 'sso_wrong_issuer';
      return 'sso_answer_unreadable';
  }
}

/** For the administrator and the log; the libraries' words hold no token. */
function detailOf(error: unknown): string {
  const { code, message, cause } = (error ?? {}) as Coded;
  const outbound = outboundErrorIn(error);
  const inner = cause instanceof Error ? cause.message : '';
  return [outbound?.message ?? message, code, outbound ? '' : inner].filter(Boolean).join(' · ').slice(0, 300);
}
