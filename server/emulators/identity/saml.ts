import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { postPage, whoPage } from './pages';
import { type Betrayal, due, type Party, type Person, type Realm, type SigningKey, type World } from './world';

const names = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  canonical: 'http://www.w3.org/2001/10/xml-exc-c14n#',
};

export const entityOf = (world: World, realm: string): string => `${world.url}/${realm}/saml/metadata`;

/** SAML 2.0 Web Browser SSO: requests by HTTP-Redirect, answers by HTTP-POST with a signed assertion. */
export async function serveSaml(world: World, realm: Realm, path: string, request: Request): Promise<Response> {
  if (path === '/saml/metadata')
    return new Response(metadata(world, realm), { headers: { 'content-type': 'application/samlmetadata+xml' } });
  if (path !== '/saml/sso') return new Response('not found', { status: 404 });
  const url = new URL(request.url);
  const ask = readRequest(url.searchParams.get('SAMLRequest') ?? '');
  if (!ask || !isRegistered(realm, ask)) return new Response('unknown service provider', { status: 403 });
  const person = realm.people.find(({ sub }) => sub === url.searchParams.get('person'));
  if (!person) return whoPage(realm, url);
  const xml = answer(world, realm, ask, person);
  return postPage(ask.acs, {
    SAMLResponse: Buffer.from(xml).toString('base64'),
    RelayState: url.searchParams.get('RelayState') ?? '',
  });
}

type AuthnRequest = { readonly id: string; readonly issuer: string; readonly acs: string };

function readRequest(encoded: string): AuthnRequest | null {
  try {
    const xml = inflateRawSync(Buffer.from(encoded, 'base64'), { maxOutputLength: 20_000 }).toString();
    const id = /\sID="([^"]+)"/.exec(xml)?.[1];
    const acs = /AssertionConsumerServiceURL="([^"]+)"/.exec(xml)?.[1];
    const issuer = /<saml:Issuer[^>]*>([^<]+)</.exec(xml)?.[1];
    return id && acs && issuer ? { id, acs, issuer } : null;
  } catch {
    return null;
  }
}

const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : '');
const isRegistered = ({ parties }: Realm, { issuer, acs }: AuthnRequest): boolean =>
  parties.some(
    (party: Party) => party.kind === 'saml' && party.entityPath === pathOf(issuer) && party.acsPath === pathOf(acs),
  );

const metadata = (world: World, realm: Realm) =>
  `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escaped(entityOf(world, realm.name))}"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${names.protocol}"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${names.signature}"><ds:X509Data><ds:X509Certificate>${world.key.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${escaped(`${world.url}/${realm.name}/saml/sso`)}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;

function answer(world: World, realm: Realm, ask: AuthnRequest, person: Person): string {
  const betrayal = due(
    world,
    ...([
      'wrong_audience',
      'wrong_issuer',
      'wrong_recipient',
      'wrong_request',
      'expired',
      'stale',
      'unsigned',
    ] as const),
    ...(['foreign_key', 'tampered', 'wrapped', 'replayed', 'refused'] as const),
  );
  if (betrayal === 'replayed' && world.said.saml) return world.said.saml;
  const { key } = world;
  const now = world.clock.now();
  const entity = betrayal === 'wrong_issuer' ? 'https://elsewhere.example/saml' : entityOf(world, realm.name);
  const inner = betrayal === 'refused' ? '' : assertion({ ask, person, entity, now, betrayal, key });
  const status = betrayal === 'refused' ? 'Responder' : 'Success';
  const xml = `<samlp:Response xmlns:samlp="${names.protocol}" Destination="${escaped(ask.acs)}" ID="_${hex()}" InResponseTo="${escaped(ask.id)}" IssueInstant="${now.toISOString()}" Version="2.0"><saml:Issuer xmlns:saml="${names.assertion}">${inText(entity)}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"></samlp:StatusCode></samlp:Status>${inner}</samlp:Response>`;
  world.said.saml = xml;
  return xml;
}

// As canonical XML escapes them, and no further: text, and the values of attributes.
const inText = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const hex = () => randomBytes(16).toString('hex');

type Said = {
  readonly ask: AuthnRequest;
  readonly person: Person;
  readonly entity: string;
  readonly now: Date;
  readonly betrayal: Betrayal | null;
  readonly key: SigningKey;
};

function assertion(said: Said): string {
  const { betrayal, key, person } = said;
  const id = `_${hex()}`;
  const body = assertionParts(said, id, person);
  const signing = betrayal === 'foreign_key' ? { ...key, privateKey: foreignKey() } : key;
  const signature = betrayal === 'unsigned' ? '' : signatureOver(id, body.join(''), signing);
  const [head = '', rest = ''] = body;
  if (betrayal === 'wrapped') {
    // The signed assertion is carried inside of another, which a careless reader takes for what was signed.
    const chief = { ...person, sub: 'the-chief', email: `ceo@${person.email.split('@')[1]}` };
    const [evilHead = '', evilRest = ''] = assertionParts(said, `_${hex()}`, chief);
    const carrying = signature.replace('</ds:Signature>', `<ds:Object>${head}${rest}</ds:Object></ds:Signature>`);
    return `${evilHead}${carrying}${evilRest}`;
  }
  const shown = betrayal === 'tampered' ? rest.replaceAll(inText(person.email), 'ceo@example.test') : rest;
  return `${head}${signature}${shown}`;
}

const foreignKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Written in the canonical form itself (exclusive C14N), so that what is hashed is what is sent. In two parts: a signature goes between. */
function assertionParts({ ask, entity, now, betrayal }: Said, id: string, person: Person): [string, string] {
  const at = (seconds: number) =>
    new Date(now.getTime() + (betrayal === 'expired' ? -3_600 : 0) * 1_000 + seconds * 1_000).toISOString();
  const recipient = betrayal === 'wrong_recipient' ? 'https://elsewhere.example/acs' : ask.acs;
  const request = betrayal === 'wrong_request' ? '_another' : ask.id;
  const audience = betrayal === 'wrong_audience' ? 'https://elsewhere.example' : ask.issuer;
  const context = person.factors?.includes('mfa')
    ? 'https://refeds.org/profile/mfa'
    : 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport';
  const attribute = (name: string, values: readonly string[]) =>
    `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${inText(value)}</saml:AttributeValue>`).join('')}</saml:Attribute>`;
  return [
    `<saml:Assertion xmlns:saml="${names.assertion}" ID="${id}" IssueInstant="${at(0)}" Version="2.0"><saml:Issuer>${inText(entity)}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${inText(person.sub)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${escaped(request)}" NotOnOrAfter="${at(300)}" Recipient="${escaped(recipient)}"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(-30)}" NotOnOrAfter="${at(300)}"><saml:AudienceRestriction><saml:Audience>${inText(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(betrayal === 'stale' ? -3_600 : 0)}" SessionIndex="_${hex()}"><saml:AuthnContext><saml:AuthnContextClassRef>${context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${attribute('email', [person.email])}${attribute('name', [person.name])}${attribute('groups', person.groups)}</saml:AttributeStatement></saml:Assertion>`,
  ];
}

function signatureOver(id: string, canonical: string, key: SigningKey): string {
  const digest = createHash('sha256').update(canonical).digest('base64');
  const empty = (name: string, algorithm: string) => `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`;
  const reference = `<ds:Reference URI="#${id}"><ds:Transforms>${empty('Transform', `${names.signature}enveloped-signature`)}${empty('Transform', names.canonical)}</ds:Transforms>${empty('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256')}<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  const inside = `${empty('CanonicalizationMethod', names.canonical)}${empty('SignatureMethod', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')}${reference}</ds:SignedInfo>`;
  // Canonical on its own it names its namespace; within the signature it inherits it.
  const value = sign(
    'sha256',
    Buffer.from(`<ds:SignedInfo xmlns:ds="${names.signature}">${inside}`),
    key.privateKey,
  ).toString('base64');
  return `<ds:Signature xmlns:ds="${names.signature}"><ds:SignedInfo>${inside}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${key.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
}
