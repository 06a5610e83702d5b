import { X509Certificate } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { Refusal } from '@/server/kernel/errors';
import type { ProviderMetadata } from '@/server/modules/sso/ports';

type Node = Readonly<Record<string, unknown>>;
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
});
const list = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is Node => typeof each === 'object' && each !== null);
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' && value && '#text' in value ? `${value['#text']}` : '';

const unreadable = () => new Refusal('invalid', 'sso_metadata_unreadable', { field: 'xml' });

/** Name, door and signing certificates of an identity provider, from its metadata (SAML 2.0 Metadata, 2.4.3). */
export function metadataOf(xml: string): ProviderMetadata {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw unreadable();
  let root: Node;
  try {
    root = parser.parse(xml) as Node;
  } catch {
    throw unreadable();
  }
  const entities = [...list(root.EntityDescriptor), ...list(list(root.EntitiesDescriptor)[0]?.EntityDescriptor)];
  const entity = entities.find((each) => each.IDPSSODescriptor !== undefined);
  const [provider] = list(entity?.IDPSSODescriptor);
  const door = list(provider?.SingleSignOnService).find((each) => each['@Binding'] === redirectBinding);
  const certificates = list(provider?.KeyDescriptor)
    .filter((each) => each['@use'] !== 'encryption')
    .flatMap((each) => list(each.KeyInfo))
    .flatMap((each) => list(each.X509Data))
    .map((each) => textOf(each.X509Certificate).replace(/\s+/g, ''))
    .filter((each) => certificateFacts(each) !== null);
  const entityId = entity?.['@entityID'];
  const entryPoint = door?.['@Location'];
  if (typeof entityId !== 'string' || typeof entryPoint !== 'string' || certificates.length === 0) throw unreadable();
  return { entityId, entryPoint, certificates: [...new Set(certificates)].slice(0, 4) };
}

/** PEM, or its middle alone as metadata writes it. */
export function certificateFacts(text: string): { name: string; until: string } | null {
  const body = text.replace(/-----[A-Z ]+-----|\s+/g, '');
  try {
    const { subject, validTo } = new X509Certificate(Buffer.from(body, 'base64'));
    return { name: subject.replace(/\n/g, ', '), until: validTo };
  } catch {
    return null;
  }
}
