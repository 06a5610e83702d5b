import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type Transfer = {
  readonly msgId: string;
  readonly pmtInfId: string;
  readonly instrId: string;
  readonly endToEndId: string;
  /** Decimal text as instructed. */
  readonly amount: string;
  readonly currency: string;
  readonly debtorName: string;
  readonly debtorIban: string;
  readonly creditorName: string;
  readonly creditorAccount: string;
  readonly creditorIsIban: boolean;
  readonly remittance: string;
  readonly executionDate: string;
};

export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
});
// The Latin set of the SEPA rulebooks (EPC217-08): what is outside gets a file bounced.
const latin = /^[A-Za-z0-9/\-?:().,'+ ]*$/;

type Node = { readonly [name: string]: unknown };

function at(node: unknown, path: string): unknown {
  let current = node;
  for (const step of path.split('/')) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) return undefined;
    current = (current as Node)[step];
  }
  return current;
}

function text(node: unknown, path: string, max: number, pattern: RegExp = latin): string {
  const found = at(node, path);
  const value = typeof found === 'object' && found !== null ? at(found, '#text') : found;
  if (typeof value !== 'string' || value === '') throw new FileRefused(`${path} is missing`);
  if (value.length > max) throw new FileRefused(`${path} is longer than ${max}`);
  if (!pattern.test(value)) throw new FileRefused(`${path} holds characters outside the agreed set`);
  return value;
}

const cents = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * 100_000n + BigInt(fraction.padEnd(5, '0') || '0');
};

/** Reads a pain.001.001.09 with one payment block of one or more transfers; anything doubtful refuses the whole file. */
export function readPain001(xml: string): Transfer[] {
  if (/<!DOCTYPE/i.test(xml)) throw new FileRefused('a document type is not allowed');
  if (XMLValidator.validate(xml) !== true) throw new FileRefused('not well-formed');
  const document: unknown = parser.parse(xml);
  if (at(document, 'Document/@xmlns') !== namespace) throw new FileRefused(`namespace is not ${namespace}`);
  const root = at(document, 'Document/CstmrCdtTrfInitn');
  const msgId = text(root, 'GrpHdr/MsgId', 35);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text(root, 'GrpHdr/CreDtTm', 40)))
    throw new FileRefused('GrpHdr/CreDtTm is no date and time');
  text(root, 'GrpHdr/InitgPty/Nm', 70);
  const block = at(root, 'PmtInf');
  if (Array.isArray(block)) throw new FileRefused('one PmtInf per file is agreed');
  if (text(block, 'PmtMtd', 3) !== 'TRF') throw new FileRefused('PmtMtd is not TRF');
  const found = at(block, 'CdtTrfTxInf');
  const lines = Array.isArray(found) ? found : [found];
  const common = {
    msgId,
    pmtInfId: text(block, 'PmtInfId', 35),
    debtorName: text(block, 'Dbtr/Nm', 70),
    debtorIban: text(block, 'DbtrAcct/Id/IBAN', 34, /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/),
    executionDate: text(block, 'ReqdExctnDt/Dt', 10, /^\d{4}-\d{2}-\d{2}$/),
  };
  const transfers = lines.map((line): Transfer => {
    const iban = at(line, 'CdtrAcct/Id/IBAN');
    return {
      ...common,
      instrId: text(line, 'PmtId/InstrId', 35),
      endToEndId: text(line, 'PmtId/EndToEndId', 35),
      amount: text(line, 'Amt/InstdAmt', 18, /^\d{1,13}(\.\d{1,5})?$/),
      currency: text({ ccy: at(line, 'Amt/InstdAmt/@Ccy') }, 'ccy', 3, /^[A-Z]{3}$/),
      creditorName: text(line, 'Cdtr/Nm', 70),
      creditorAccount: iban === undefined ? text(line, 'CdtrAcct/Id/Othr/Id', 34) : text(line, 'CdtrAcct/Id/IBAN', 34),
      creditorIsIban: iban !== undefined,
      remittance: text(line, 'RmtInf/Ustrd', 140),
    };
  });
  const sum = transfers.reduce((total, transfer) => total + cents(transfer.amount), 0n);
  for (const level of [at(root, 'GrpHdr'), block]) {
    if (Number(text(level, 'NbOfTxs', 15)) !== transfers.length)
      throw new FileRefused('NbOfTxs differs from the transfers');
    if (cents(text(level, 'CtrlSum', 18)) !== sum) throw new FileRefused('CtrlSum differs from the transfers');
  }
  return transfers;
}

/** ISO 13616: the two check digits make the whole number 1 modulo 97. */
export function ibanHolds(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const turned = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const digit of turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)))
    rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
