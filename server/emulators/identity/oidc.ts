import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { whoPage } from './pages';
import { due, type Grant, type Party, type Person, type Realm, type World } from './world';

const json = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', pragma: 'no-cache' } });
const fault = (error: string, status = 400) => json({ error }, status);
const base64Url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const issuerOf = (world: World, realm: string): string => `${world.url}/${realm}`;

type Client = Extract<Party, { kind: 'oidc' }>;
const clientOf = (realm: Realm, id: string | null): Client | undefined =>
  realm.parties.find((party): party is Client => party.kind === 'oidc' && party.clientId === id);

/** OpenID Connect Core 1.0, authorization code flow with PKCE (RFC 7636) required. */
export async function serveOidc(world: World, realm: Realm, path: string, request: Request): Promise<Response> {
  switch (path) {
    case '/.well-known/openid-configuration':
      return json(discovery(issuerOf(world, realm.name)));
    case '/jwks':
      return json({ keys: [jwk(world.key.kid, world.key.publicKey)] });
    case '/authorize':
      return authorize(world, realm, new URL(request.url));
    case '/token':
      return request.method === 'POST' ? token(world, realm, request) : fault('invalid_request', 405);
    case '/userinfo':
      return userinfo(world, request);
    default:
      return fault('not_found', 404);
  }
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['openid', 'email', 'profile'],
  claims_supported: ['sub', 'email', 'email_verified', 'name', 'groups', 'amr'],
  authorization_response_iss_parameter_supported: true,
});

const jwk = (kid: string, key: KeyObject) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });

/** The port may differ: a product on this machine is not always started on the same one (RFC 8252, 7.3). */
function isRegistered(client: Client, redirectUri: string | null): redirectUri is string {
  if (!redirectUri || !URL.canParse(redirectUri)) return false;
  const { hostname, pathname, search } = new URL(redirectUri);
  return /^(localhost|127\.0\.0\.1)$/.test(hostname) && `${pathname}${search}` === client.redirectPath;
}

function authorize(world: World, realm: Realm, url: URL): Response {
  const asked = url.searchParams;
  const client = clientOf(realm, asked.get('client_id'));
  const redirectUri = asked.get('redirect_uri');
  if (!client || !isRegistered(client, redirectUri)) return fault('invalid_client');
  const back = (fields: Record<string, string>) => {
    const target = new URL(redirectUri);
    const all = { ...fields, state: asked.get('state') ?? '', iss: issuerOf(world, realm.name) };
    for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value);
    return Response.redirect(target.href, 302);
  };
  const isAsked = asked.get('response_type') === 'code' && asked.get('scope')?.split(' ').includes('openid');
  if (!isAsked) return back({ error: 'invalid_request' });
  if (asked.get('code_challenge_method') !== 'S256' || !asked.get('code_challenge'))
    return back({ error: 'invalid_request', error_description: 'code_challenge required' });
  const person = realm.people.find(({ sub }) => sub === asked.get('person'));
  if (!person) return whoPage(realm, url);
  if (due(world, 'refused')) return back({ error: 'access_denied' });
  const code = randomBytes(24).toString('base64url');
  world.grants.set(code, {
    realm: realm.name,
    clientId: client.clientId,
    redirectUri,
    challenge: asked.get('code_challenge') ?? '',
    nonce: asked.get('nonce') ?? '',
    person,
    expiresAt: world.clock.now().getTime() + 60_000,
  });
  return back({ code });
}

function credentialsOf(request: Request, body: URLSearchParams): [string | null, string | null] {
  const basic = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!basic) return [body.get('client_id'), body.get('client_secret')];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return [decodeURIComponent(id), decodeURIComponent(secret)];
}

async function token(world: World, realm: Realm, request: Request): Promise<Response> {
  const body = new URLSearchParams(await request.text());
  const [id, secret] = credentialsOf(request, body);
  const client = clientOf(realm, id);
  if (!client || client.clientSecret !== secret) return fault('invalid_client', 401);
  const code = body.get('code') ?? '';
  const grant = world.grants.get(code);
  world.grants.delete(code);
  const challenge = createHash('sha256')
    .update(body.get('code_verifier') ?? '')
    .digest('base64url');
  const isGood =
    body.get('grant_type') === 'authorization_code' &&
    grant?.clientId === client.clientId &&
    grant.redirectUri === body.get('redirect_uri') &&
    grant.challenge === challenge &&
    grant.expiresAt > world.clock.now().getTime();
  if (!isGood) return fault('invalid_grant');
  const accessToken = randomBytes(24).toString('base64url');
  world.tokens.set(accessToken, grant.person);
  return json({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 300,
    id_token: idToken(world, realm, grant),
  });
}

const personal = ({ sub, email, name, groups, isEmailVerified = true }: Person) => ({
  sub,
  email,
  email_verified: isEmailVerified,
  name,
  groups,
});

function idToken(world: World, realm: Realm, grant: Grant): string {
  const betrayal = due(
    world,
    ...([
      'wrong_audience',
      'wrong_issuer',
      'wrong_nonce',
      'expired',
      'stale',
      'unsigned',
      'foreign_key',
      'tampered',
    ] as const),
  );
  const now = Math.floor(world.clock.now().getTime() / 1_000) - (betrayal === 'expired' ? 3_600 : 0);
  const claims = {
    ...personal(grant.person),
    amr: grant.person.factors ?? ['pwd'],
    iss: betrayal === 'wrong_issuer' ? 'https://elsewhere.example' : issuerOf(world, realm.name),
    aud: betrayal === 'wrong_audience' ? 'another-client' : grant.clientId,
    nonce: betrayal === 'wrong_nonce' ? 'another-nonce' : grant.nonce,
    auth_time: now - (betrayal === 'stale' ? 3_600 : 0),
    iat: now,
    exp: now + 300,
  };
  const { key } = world;
  const privateKey =
    betrayal === 'foreign_key' ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : key.privateKey;
  if (betrayal === 'unsigned') return `${base64Url({ alg: 'none' })}.${base64Url(claims)}.`;
  const header = base64Url({ alg: 'RS256', kid: key.kid, typ: 'JWT' });
  const signed = `${header}.${base64Url(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
  const other = { ...claims, email: `ceo@${grant.person.email.split('@')[1]}`, sub: 'somebody-else' };
  return `${betrayal === 'tampered' ? `${header}.${base64Url(other)}` : signed}.${signature}`;
}

function userinfo(world: World, request: Request): Response {
  const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const person = world.tokens.get(bearer);
  return person ? json(personal(person)) : fault('invalid_token', 401);
}
