import { SAML, type SamlConfig, ValidateInResponseTo } from '@node-saml/node-saml';
import { type OutboundFetch, outboundErrorIn } from '@/server/adapters/http/outbound';
import type { Clock } from '@/server/kernel/clock';
import type {
  Answered,
  Ask,
  Proven,
  SamlPort,
  SamlProvider,
  SignOnFault,
  SignOnOutcome,
} from '@/server/modules/sso/ports';
import { readAssertion, type Said } from './assertion';
import { certificateFacts, metadataOf } from './metadata';

type Settings = SamlProvider;
/** How far the provider's clock may be from ours. */
const skewMs = 60_000;
const metadataMax = 500_000;

type Deps = { readonly http: OutboundFetch; readonly clock: Clock };

/** SAML 2.0, asked for by us: requests by HTTP-Redirect, answers by HTTP-POST, assertions signed each by itself. */
export function createSamlSignOn({ http, clock }: Deps): SamlPort {
  return {
    begin: (settings, ask) => samlOf(settings, ask, clock).getAuthorizeUrlAsync(ask.state, undefined, {}),
    async complete(settings, ask, answer) {
      try {
        return await read(samlOf(settings, ask, clock), settings, ask, answer);
      } catch (error) {
        return refused(faultOf(error), error instanceof Error ? error.message : 'unreadable');
      }
    },
    async probe({ certificates, entryPoint }) {
      const facts = certificates.map(certificateFacts);
      const unreadable = facts.find((one) => one === null) === null;
      if (unreadable) return { error: 'sso_answer_unreadable', detail: 'a certificate cannot be read' };
      const said = facts.flatMap((one) => (one ? [`${one.name}, until ${one.until}`] : [])).join('; ');
      try {
        await http(entryPoint, { method: 'GET' });
        return { error: null, detail: said };
      } catch (error) {
        return { error: 'sso_provider_unreachable', detail: outboundErrorIn(error)?.message ?? 'no answer' };
      }
    },
    async readMetadata(source) {
      if ('xml' in source) return metadataOf(source.xml);
      const answer = await http(source.url);
      return metadataOf((await answer.text()).slice(0, metadataMax));
    },
    ourMetadata: async ({ entityId, callbackUrl }) => {
      const saml = new SAML({ ...ours, issuer: entityId, callbackUrl, idpCert: 'unused' });
      return saml.generateServiceProviderMetadata(null);
    },
  };
}

const ours = { wantAssertionsSigned: true, identifierFormat: null } as const;

function samlOf(settings: Settings, ask: Ask, clock: Clock): SAML {
  const asked = new Map([[ask.requestId, clock.now().toISOString()]]);
  const config: SamlConfig = {
    ...ours,
    entryPoint: settings.entryPoint,
    idpCert: settings.certificates,
    idpIssuer: settings.entityId,
    issuer: ask.entityId,
    audience: ask.entityId,
    callbackUrl: ask.callbackUrl,
    // The assertion is what we believe, so it is what must be signed; a response around it may be or not.
    wantAuthnResponseSigned: false,
    disableRequestedAuthnContext: true,
    acceptedClockSkewMs: skewMs,
    generateUniqueId: () => ask.requestId,
    validateInResponseTo: ValidateInResponseTo.always,
    cacheProvider: {
      saveAsync: async (_key, value) => ({ value, createdAt: 0 }),
      getAsync: async (key) => asked.get(key) ?? null,
      removeAsync: async (key) => key,
    },
  };
  return new SAML(config);
}

const refused = (fault: SignOnFault, detail: string): SignOnOutcome => ({
  outcome: 'refused',
  fault,
  detail: detail.slice(0, 300),
});

async function read(saml: SAML, settings: Settings, ask: Ask, answer: Answered): Promise<SignOnOutcome> {
  if (answer.by !== 'post') return refused('sso_answer_unreadable', 'not a posted answer');
  const text = Buffer.from(answer.response, 'base64').toString();
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return refused('sso_answer_unreadable', 'a document type is not allowed');
  if (/xmldsig#(rsa-|dsa-|hmac-)?sha1"/.test(text)) return refused('sso_signature_invalid', 'SHA-1 is not accepted');
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: answer.response });
  // Only what the signature covered is read from here on.
  const xml = profile?.getAssertionXml?.();
  if (!xml) return refused('sso_answer_unreadable', 'no assertion');
  return judged(readAssertion(xml), settings, ask);
}

/** What the library leaves to its user: who issued it, for which door, and in answer to what. */
function judged(said: Said, settings: Settings, ask: Ask): SignOnOutcome {
  if (said.issuer !== settings.entityId) return refused('sso_wrong_issuer', `issuer ${said.issuer}`);
  const { confirmation } = said;
  if (confirmation?.method !== 'urn:oasis:names:tc:SAML:2.0:cm:bearer' || !confirmation.notOnOrAfter)
    return refused('sso_answer_unreadable', 'no bearer confirmation');
  if (confirmation.recipient !== ask.callbackUrl)
    return refused('sso_wrong_recipient', `recipient ${confirmation.recipient}`);
  if (confirmation.inResponseTo !== ask.requestId) return refused('sso_not_asked_for', 'answers another request');
  if (!said.id || !said.subject) return refused('sso_answer_unreadable', 'no subject');
  const email = said.attribute('email', 'mail', 'emailaddress', 'urn:oid:0.9.2342.19200300.100.1.3')[0];
  const proven: Proven = {
    outcome: 'proven',
    subject: said.subject,
    email: (email ?? (said.subject.includes('@') ? said.subject : null))?.trim().toLowerCase() ?? null,
    // The company's own provider speaks of its own addresses, under its own key.
    isEmailVerified: true,
    name: said.attribute('name', 'displayname', 'urn:oid:2.16.840.1.113730.3.1.241')[0] ?? null,
    groups: said.attribute(settings.groupsClaim).slice(0, 200),
    factors: said.contexts,
    authenticatedAt: said.authenticatedAt,
    assertion: { id: said.id, expiresAt: new Date(Date.parse(confirmation.notOnOrAfter) + 2 * skewMs) },
  };
  return proven;
}

/** The library's errors are sentences. */
function faultOf(error: unknown): SignOnFault {
  const text = error instanceof Error ? error.message : '';
  if (/InResponseTo/i.test(text)) return 'sso_not_asked_for';
  if (/audience/i.test(text)) return 'sso_wrong_audience';
  if (/expired|not yet valid|No valid subject confirmation/i.test(text)) return 'sso_expired';
  if (/signature|signed data/i.test(text)) return 'sso_signature_invalid';
  if (/provider returned/i.test(text)) return 'sso_refused_by_provider';
  return 'sso_answer_unreadable';
}
