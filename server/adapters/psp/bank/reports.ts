import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { fromDecimalString, type Money } from '@/server/kernel/money';

const lists = new Set([
  'OrgnlPmtInfAndSts',
  'TxInfAndSts',
  'StsRsnInf',
  'Ntfctn',
  'Stmt',
  'Ntry',
  'NtryDtls',
  'TxDtls',
  'Bal',
  'AddtlInf',
  'Ustrd',
]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => lists.has(name),
});

export class UnreadableReport extends Error {
  override readonly name = 'UnreadableReport';
}

type Node = { readonly [name: string]: unknown };

function read(xml: string, message: string): unknown {
  // Entities are how XML reads files it should not.
  if (/<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true)
    throw new UnreadableReport('not a plain XML document');
  const document: unknown = parser.parse(xml);
  const namespace = text(document, 'Document/@xmlns') ?? '';
  if (!namespace.startsWith(`urn:iso:std:iso:20022:tech:xsd:${message}`))
    throw new UnreadableReport(`${namespace} is not ${message}`);
  return document;
}

function at(node: unknown, path: string): unknown {
  let current = node;
  for (const step of path.split('/')) {
    if (Array.isArray(current)) current = current[0];
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Node)[step];
  }
  return current;
}

function text(node: unknown, path: string): string | null {
  const found = at(node, path);
  const value = typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Node)['#text'] : found;
  return typeof value === 'string' ? value : null;
}

const all = (node: unknown, path: string): readonly unknown[] => {
  const found = at(node, path);
  return Array.isArray(found) ? found : found === undefined ? [] : [found];
};

function amount(node: unknown, path: string): Money | null {
  const value = text(node, path);
  const currency = text(node, `${path}/@Ccy`);
  return value && currency ? fromDecimalString(value, currency) : null;
}

export type StatusLine = {
  readonly endToEndId: string;
  readonly status: string;
  readonly reason: string | null;
  readonly amount: Money | null;
};

/** pain.002.001.10: one line per transfer; a status given for the whole file holds for each of its transfers. */
export function readPain002(xml: string): {
  readonly msgId: string;
  readonly groupStatus: string | null;
  readonly lines: readonly StatusLine[];
} {
  const root = at(read(xml, 'pain.002.001'), 'Document/CstmrPmtStsRpt');
  const group = at(root, 'OrgnlGrpInfAndSts');
  const lines = all(root, 'OrgnlPmtInfAndSts').flatMap((block) =>
    all(block, 'TxInfAndSts').map((line) => ({
      endToEndId: text(line, 'OrgnlEndToEndId') ?? '',
      status: text(line, 'TxSts') ?? text(block, 'PmtInfSts') ?? text(group, 'GrpSts') ?? '',
      reason: text(line, 'StsRsnInf/Rsn/Cd') ?? text(line, 'StsRsnInf/Rsn/Prtry') ?? text(group, 'StsRsnInf/Rsn/Cd'),
      amount: amount(line, 'OrgnlTxRef/Amt/InstdAmt'),
    })),
  );
  return { msgId: text(group, 'OrgnlMsgId') ?? '', groupStatus: text(group, 'GrpSts'), lines };
}

export type BookedLine = {
  readonly id: string;
  readonly endToEndId: string | null;
  /** Signed: money to us is positive. */
  readonly amount: Money;
  readonly bookedAt: Date;
  readonly valueAt: Date;
  readonly returnReason: string | null;
};

/** Booked entries of camt.053 and camt.054; pending and information entries prove nothing. */
export function readCamt(xml: string): BookedLine[] {
  const kind = /camt\.053\.001/.test(xml.slice(0, 400)) ? 'camt.053.001' : 'camt.054.001';
  const document = read(xml, kind);
  const blocks =
    kind === 'camt.053.001'
      ? all(document, 'Document/BkToCstmrStmt/Stmt')
      : all(document, 'Document/BkToCstmrDbtCdtNtfctn/Ntfctn');
  return blocks.flatMap((block) => all(block, 'Ntry').flatMap(booked));
}

function booked(entry: unknown): BookedLine[] {
  const status = text(entry, 'Sts/Cd') ?? text(entry, 'Sts');
  if (status !== 'BOOK') return [];
  const bookedAt = dateOf(entry, 'BookgDt');
  const valueAt = dateOf(entry, 'ValDt') ?? bookedAt;
  const id = text(entry, 'AcctSvcrRef') ?? text(entry, 'NtryRef');
  const details = all(entry, 'NtryDtls').flatMap((block) => all(block, 'TxDtls'));
  const lines = (details.length > 0 ? details : [entry]).map((line, index): BookedLine | null => {
    const value = amount(line, 'Amt') ?? amount(entry, 'Amt');
    const side = text(line, 'CdtDbtInd') ?? text(entry, 'CdtDbtInd');
    if (!value || !id || !bookedAt || !valueAt || (side !== 'CRDT' && side !== 'DBIT')) return null;
    return {
      id: details.length > 1 ? `${id}/${index + 1}` : id,
      endToEndId: text(line, 'Refs/EndToEndId'),
      amount: side === 'DBIT' ? { ...value, minor: -value.minor } : value,
      bookedAt,
      valueAt,
      returnReason: text(line, 'RtrInf/Rsn/Cd') ?? text(line, 'RtrInf/Rsn/Prtry'),
    };
  });
  if (lines.includes(null)) throw new UnreadableReport('a booked entry lacks amount, side, reference or date');
  return lines.filter((line) => line !== null);
}

function dateOf(entry: unknown, path: string): Date | null {
  const written = text(entry, `${path}/DtTm`) ?? text(entry, `${path}/Dt`);
  const time = written ? Date.parse(written.length === 10 ? `${written}T00:00:00Z` : written) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}
