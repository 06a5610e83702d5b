import { XMLParser } from 'fast-xml-parser';
import { type Chunks, ListFormatError, textOf } from './list-entry';

const MAX_RECORD = 4_000_000;

export type XmlNode = Readonly<Record<string, unknown>>;

// Values stay text: "007" is no number. A record carries no DOCTYPE, so no entity of its own.
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
});

/** The elements of the given names one by one, so that a list of any size is read in the memory of one record. */
export async function* xmlRecords(
  chunks: Chunks,
  tags: readonly string[],
  onHead: (head: string) => void = () => {},
): AsyncGenerator<{ tag: string; node: XmlNode }> {
  const open = new RegExp(`<(${tags.join('|')})(?=[\\s>])`);
  let rest = '';
  let headSeen = false;
  for await (const text of textOf(chunks)) {
    rest += text;
    for (;;) {
      const start = open.exec(rest);
      if (!start) {
        // All but a possible beginning of a tag is done with.
        if (headSeen) rest = rest.slice(-64);
        break;
      }
      if (!headSeen) onHead(rest.slice(0, start.index));
      headSeen = true;
      const tag = start[1] ?? '';
      const close = `</${tag}>`;
      const end = rest.indexOf(close, start.index);
      if (end < 0) {
        rest = rest.slice(start.index);
        break;
      }
      yield { tag, node: parseRecord(rest.slice(start.index, end + close.length), tag) };
      rest = rest.slice(end + close.length);
    }
    if (rest.length > MAX_RECORD) throw new ListFormatError('an XML record of more than four million characters');
  }
  if (open.test(rest)) throw new ListFormatError('the file ends inside a record');
}

function parseRecord(xml: string, tag: string): XmlNode {
  const parsed: unknown = parser.parse(xml);
  return node(node(parsed)[tag]);
}

/** Lists write one element as an object, several as an array, an empty one as text. */
export const node = (value: unknown): XmlNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as XmlNode) : {};

export const nodes = (value: unknown): XmlNode[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(node);

export function text(value: unknown): string | null {
  const plain = typeof value === 'object' && value !== null ? node(value)['#text'] : value;
  return typeof plain === 'string' && plain.trim() !== '' ? plain.trim() : null;
}

export const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(text).filter((item): item is string => item !== null);
