import { type Money, toDecimalString } from '@/server/kernel/money';
import type { CreatePayout, PspProblem } from '@/server/modules/payments/ports';
import type { BankConfig } from './config';
import { cleanIban, escapeXml, toLatin } from './text';

export type Written =
  | { readonly ok: true; readonly xml: string }
  | { readonly ok: false; readonly problem: PspProblem };

const refused = (code: string, detail: string): Written => ({ ok: false, problem: { class: 'config', code, detail } });

/** One transfer in one file. Made from the request alone, so that sending it again sends the same bytes. */
export function writePain001(config: BankConfig, request: CreatePayout, id: string): Written {
  const { amount, beneficiary, createdAt } = request;
  const debtorIban = config.accounts[amount.asset];
  if (!debtorIban) return refused('unsupported_currency', `no account in ${amount.asset} to pay from`);
  if (amount.minor <= 0n) return refused('amount_not_positive', 'nothing to pay');
  const holder = toLatin(beneficiary.holderName, 70);
  if (!holder)
    return refused(
      'holder_name_not_latin',
      'the name of the account holder is needed in Latin letters, as his bank knows it',
    );
  const iban = beneficiary.iban === undefined ? null : cleanIban(beneficiary.iban);
  if (beneficiary.iban !== undefined && !iban)
    return refused('iban_invalid', 'the check digits of the IBAN do not hold');
  const account = iban ? `<IBAN>${iban}</IBAN>` : other(beneficiary.accountNumber);
  if (!account) return refused('account_missing', 'neither IBAN nor account number');
  if (!iban && !beneficiary.bic) return refused('bic_missing', 'an account number needs the BIC of its bank');
  const name = escapeXml(toLatin(config.debtorName, 70) ?? '');
  return {
    ok: true,
    xml: document({
      config,
      id,
      holder: escapeXml(holder),
      account,
      iban,
      debtorIban,
      name,
      request,
      createdAt,
      amount,
    }),
  };
}

const other = (number: string | undefined): string | null =>
  number && /^[A-Za-z0-9-]{4,34}$/.test(number) ? `<Othr><Id>${number}</Id></Othr>` : null;

type Parts = {
  config: BankConfig;
  id: string;
  holder: string;
  account: string;
  iban: string | null;
  debtorIban: string;
  name: string;
  request: CreatePayout;
  createdAt: Date;
  amount: Money;
};

function document({ config, id, holder, account, iban, debtorIban, name, request, createdAt, amount }: Parts): string {
  const value = toDecimalString(amount);
  const { bic, country } = request.beneficiary;
  const agent = bic ? `<CdtrAgt><FinInstnId><BICFI>${escapeXml(bic)}</BICFI></FinInstnId></CdtrAgt>` : '';
  const service = amount.asset === 'EUR' && iban ? '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>' : '';
  const remittance = escapeXml(toLatin(request.remittance, 140) ?? id);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${createdAt.toISOString().slice(0, 19)}Z</CreDtTm><NbOfTxs>1</NbOfTxs><CtrlSum>${value}</CtrlSum><InitgPty><Nm>${name}</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg><NbOfTxs>1</NbOfTxs><CtrlSum>${value}</CtrlSum>${service}
<ReqdExctnDt><Dt>${createdAt.toISOString().slice(0, 10)}</Dt></ReqdExctnDt>
<Dbtr><Nm>${name}</Nm></Dbtr><DbtrAcct><Id><IBAN>${debtorIban}</IBAN></Id><Ccy>${amount.asset}</Ccy></DbtrAcct><DbtrAgt><FinInstnId><BICFI>${config.debtorBic}</BICFI></FinInstnId></DbtrAgt>
<ChrgBr>${service ? 'SLEV' : 'SHAR'}</ChrgBr>
<CdtTrfTxInf><PmtId><InstrId>${id}</InstrId><EndToEndId>${id}</EndToEndId></PmtId><Amt><InstdAmt Ccy="${amount.asset}">${value}</InstdAmt></Amt>${agent}
<Cdtr><Nm>${holder}</Nm><PstlAdr><Ctry>${escapeXml(country)}</Ctry></PstlAdr></Cdtr><CdtrAcct><Id>${account}</Id></CdtrAcct>
<RmtInf><Ustrd>${remittance}</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>
`;
}
