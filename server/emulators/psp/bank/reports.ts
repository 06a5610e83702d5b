import { type Account, type Customer, type File, fromUnits, type Line, type Payment, type World } from './ledger';

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const head = (message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">`;
const seconds = (iso: string): string => `${iso.slice(0, 19)}+00:00`;

export function file(world: World, customer: string, kind: File['kind'], reference: string, body: string): File {
  const at = world.runtime.clock.now().toISOString();
  const seq = String(world.runtime.books.next('bank.file')).padStart(6, '0');
  const name = `${kind.replace('.', '')}-${seq}-${reference}.xml`;
  return world.files.put(name, { name, customer, kind, reference, at, body });
}

export function statusReport(world: World, payment: Payment): void {
  const { transfer, status, reason } = payment;
  const now = world.runtime.clock.now().toISOString();
  const why = reason ? `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>` : '';
  const body = `${head('pain.002.001.10')}<CstmrPmtStsRpt>
<GrpHdr><MsgId>S${world.runtime.books.next('bank.report')}</MsgId><CreDtTm>${seconds(now)}</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${escapeXml(transfer.msgId)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>${status === 'RJCT' ? 'RJCT' : 'ACCP'}</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${escapeXml(transfer.pmtInfId)}</OrgnlPmtInfId>
<TxInfAndSts><OrgnlInstrId>${escapeXml(transfer.instrId)}</OrgnlInstrId><OrgnlEndToEndId>${escapeXml(transfer.endToEndId)}</OrgnlEndToEndId><TxSts>${status}</TxSts>${why}
<OrgnlTxRef><Amt><InstdAmt Ccy="${transfer.currency}">${transfer.amount}</InstdAmt></Amt><Cdtr><Pty><Nm>${escapeXml(transfer.creditorName)}</Nm></Pty></Cdtr></OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>`;
  file(world, payment.customer, 'pain.002', transfer.msgId, body);
}

function entry(line: Line): string {
  const units = BigInt(line.units);
  const side = units < 0n ? 'DBIT' : 'CRDT';
  const amount = `<Amt Ccy="${line.currency}">${fromUnits(units, line.currency)}</Amt>`;
  const refs = `${line.msgId ? `<MsgId>${escapeXml(line.msgId)}</MsgId>` : ''}<AcctSvcrRef>${line.id}</AcctSvcrRef>${line.endToEndId ? `<EndToEndId>${escapeXml(line.endToEndId)}</EndToEndId>` : ''}`;
  const party = side === 'DBIT' ? 'Cdtr' : 'Dbtr';
  const back = line.returnReason ? `<RtrInf><Rsn><Cd>${line.returnReason}</Cd></Rsn></RtrInf>` : '';
  const day = line.bookedAt.slice(0, 10);
  const family = line.returnReason ? ['RCDT', 'RRTN'] : side === 'DBIT' ? ['ICDT', 'ESCT'] : ['RCDT', 'ESCT'];
  return `<Ntry><NtryRef>${line.id}</NtryRef>${amount}<CdtDbtInd>${side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><DtTm>${seconds(line.bookedAt)}</DtTm></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${line.id}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family[0]}</Cd><SubFmlyCd>${family[1]}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs>${refs}</Refs>${amount}<CdtDbtInd>${side}</CdtDbtInd><RltdPties><${party}><Pty><Nm>${escapeXml(line.counterparty)}</Nm></Pty></${party}></RltdPties><RmtInf><Ustrd>${escapeXml(line.text)}</Ustrd></RmtInf>${back}</TxDtls></NtryDtls></Ntry>`;
}

export function notification(world: World, line: Line): void {
  const body = `${head('camt.054.001.08')}<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N${line.id}</MsgId><CreDtTm>${seconds(line.bookedAt)}</CreDtTm></GrpHdr>
<Ntfctn><Id>N${line.id}</Id><CreDtTm>${seconds(line.bookedAt)}</CreDtTm><Acct><Id><IBAN>${line.iban}</IBAN></Id><Ccy>${line.currency}</Ccy></Acct>
${entry(line)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
  file(world, line.customer, 'camt.054', line.iban, body);
}

/** The statement of one account for one day that is over. */
export function statement(world: World, customer: Customer, account: Account, day: string): void {
  const lines = world.lines.values().filter((line) => line.iban === account.iban);
  const before = lines
    .filter((line) => line.bookedAt.slice(0, 10) < day)
    .reduce((sum, line) => sum + BigInt(line.units), 0n);
  const today = lines.filter((line) => line.bookedAt.slice(0, 10) === day);
  const after = today.reduce((sum, line) => sum + BigInt(line.units), before);
  const balance = (code: string, units: bigint): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${account.currency}">${fromUnits(units, account.currency)}</Amt><CdtDbtInd>${units < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const seq = world.runtime.books.next(`bank.statement.${account.iban}`);
  const now = world.runtime.clock.now().toISOString();
  const body = `${head('camt.053.001.08')}<BkToCstmrStmt><GrpHdr><MsgId>ST${seq}</MsgId><CreDtTm>${seconds(now)}</CreDtTm></GrpHdr>
<Stmt><Id>${account.iban}-${day}</Id><ElctrncSeqNb>${seq}</ElctrncSeqNb><CreDtTm>${seconds(now)}</CreDtTm><Acct><Id><IBAN>${account.iban}</IBAN></Id><Ccy>${account.currency}</Ccy></Acct>
${balance('OPBD', before)}${balance('CLBD', after)}
${today.map(entry).join('\n')}</Stmt></BkToCstmrStmt></Document>`;
  file(world, customer.id, 'camt.053', `${account.iban}-${day}`, body);
}
