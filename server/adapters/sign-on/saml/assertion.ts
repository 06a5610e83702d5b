import { XMLParser } from 'fast-xml-parser';

type Node = Readonly<Record<string, unknown>>;
export type Said = {
  readonly id: string | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly confirmation: {
    readonly method: string | null;
    readonly recipient: string | null;
    readonly inResponseTo: string | null;
    readonly notOnOrAfter: string | null;
  } | null;
  readonly contexts: readonly string[];
  readonly authenticatedAt: Date | null;
  /** Values of the first attribute with one of these names, or whose name ends with one: providers write URLs before it. */
  attribute(...names: string[]): string[];
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  textNodeName: '#text',
});

const nodes = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : [value]).flatMap((each) =>
    typeof each === 'object' && each !== null ? [each as Node] : typeof each === 'string' ? [{ '#text': each }] : [],
  );
const first = (value: unknown): Node => nodes(value)[0] ?? {};
const text = (value: unknown): string | null => {
  const found = first(value)['#text'];
  return typeof found === 'string' && found !== '' ? found : null;
};
const field = (node: Node, name: string): string | null => {
  const found = node[`@${name}`];
  return typeof found === 'string' ? found : null;
};

const dateOf = (written: string | null): Date | null => {
  const at = written === null ? Number.NaN : Date.parse(written);
  return Number.isNaN(at) ? null : new Date(at);
};

/** Reads an assertion whose signature has been checked over exactly these bytes. */
export function readAssertion(xml: string): Said {
  const assertion = first((parser.parse(xml) as Node).Assertion); // a document of one element
  const subject = first(assertion.Subject);
  const [confirmation] = nodes(subject.SubjectConfirmation);
  const data = first(confirmation?.SubjectConfirmationData);
  const attributes = nodes(assertion.AttributeStatement).flatMap((each) => nodes(each.Attribute));
  return {
    id: field(assertion, 'ID'),
    issuer: text(assertion.Issuer),
    subject: text(subject.NameID),
    confirmation: confirmation
      ? {
          method: field(confirmation, 'Method'),
          recipient: field(data, 'Recipient'),
          inResponseTo: field(data, 'InResponseTo'),
          notOnOrAfter: field(data, 'NotOnOrAfter'),
        }
      : null,
    contexts: nodes(assertion.AuthnStatement).flatMap((each) => {
      const context = text(first(each.AuthnContext).AuthnContextClassRef);
      return context ? [context] : [];
    }),
    authenticatedAt: dateOf(field(first(assertion.AuthnStatement), 'AuthnInstant')),
    attribute: (...names) => {
      const isNamed = (node: Node, name: string) => {
        const full = field(node, 'Name')?.toLowerCase() ?? '';
        return full === name.toLowerCase() || full.endsWith(`/${name.toLowerCase()}`);
      };
      const found = names.flatMap((name) => attributes.filter((node) => isNamed(node, name)))[0];
      return nodes(found?.AttributeValue).flatMap((value) => text(value) ?? []);
    },
  };
}
