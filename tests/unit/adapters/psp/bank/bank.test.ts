import { describe, expect, onTestFinished, test } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createBankAdapter } from '@/server/adapters/psp/bank/adapter';
import { writePain001 } from '@/server/adapters/psp/bank/pain001';
import { readCamt, readPain002 } from '@/server/adapters/psp/bank/reports';
import { bankReference, cleanIban, referenceOf, toLatin } from '@/server/adapters/psp/bank/text';
import { createBankEmulator } from '@/server/emulators/psp/bank/emulator';
import { ibanHolds, readPain001 } from '@/server/emulators/psp/bank/pain001';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { CreatePayout } from '@/server/modules/payments/ports';
import { type BankHarness, openBank } from './bank-harness';

async function bank(): Promise<BankHarness> {
  const h = await openBank();
  onTestFinished(() => h.close());
  return h;
}
const order = (h: BankHarness, change: Partial<CreatePayout> = {}): CreatePayout => ({
  reference: 'wd_01jq8n3m5v7x9z2b4d6f8h0k2m',
  amount: { minor: 1_00n, asset: 'EUR' },
  beneficiary: h.beneficiary,
  remittance: 'Withdrawal',
  createdAt: h.clock.now(),
  ...change,
});

describe('text for banks', () => {
  test.each([
    ['Zoë Ångström', 'Zoe Angstrom'],
    ['Łukasz Żółć-Øre', 'Lukasz Zolc-Ore'],
    ['Straße & Söhne', 'Strasse + Sohne'],
    ['O’Neill  (Ms.)', "O'Neill (Ms.)"],
    ['Иван Петров', null],
    ['محمد', null],
    ['Anna <script>', null],
    ['   ', null],
  ])('%s is written %s', (name, written) => {
    expect(toLatin(name, 70)).toBe(written);
  });

  test('references fit 35 characters, stay apart and come back', async () => {
    expect(await bankReference('wd_01jq8n3m5v7x9z2b4d6f8h0k2m')).toBe('wd-01jq8n3m5v7x9z2b4d6f8h0k2m');
    expect(referenceOf('wd-01jq8n3m5v7x9z2b4d6f8h0k2m')).toBe('wd_01jq8n3m5v7x9z2b4d6f8h0k2m');
    const odd = await Promise.all(['a_b', 'a-b', 'x'.repeat(36), 'x'.repeat(37), 'weird/ref', '_a'].map(bankReference));
    expect(new Set(odd).size).toBe(6);
    for (const id of odd) expect(id).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,34}$/);
    expect(odd.slice(1).map(referenceOf)).toEqual([null, null, null, null, null]);
    expect(referenceOf('NOTPROVIDED')).toBeNull();
  });

  test.each(['DE89370400440532013000', 'GB29 NWBK 6016 1331 9268 19', 'CY17002001280000001200527600'])(
    'IBAN %s holds',
    (iban) => {
      expect(cleanIban(iban)).not.toBeNull();
      expect(ibanHolds(iban.replaceAll(' ', ''))).toBe(true);
    },
  );

  test.each(['DE88370400440532013000', 'DE8937040044053201300', 'hello', ''])('IBAN %j does not', (iban) => {
    expect(cleanIban(iban)).toBeNull();
    expect(ibanHolds(iban)).toBe(false);
  });
});

describe('the payment order', () => {
  test('is read by the bank as it was meant, to the own-name account', async () => {
    const h = await bank();
    const request = order(h, { amount: { minor: 124_050n, asset: 'EUR' }, remittance: 'Withdrawal <wd_1> & "more"' });
    const written = writePain001(h.config, request, 'wd-1');
    if (!written.ok) throw new Error(written.problem.detail);
    expect(readPain001(written.xml)).toEqual([
      {
        msgId: 'wd-1',
        pmtInfId: 'wd-1',
        instrId: 'wd-1',
        endToEndId: 'wd-1',
        amount: '1240.50',
        currency: 'EUR',
        debtorName: 'Demo Markets + Co Ltd',
        debtorIban: h.iban,
        creditorName: 'Zoe Angstrom',
        creditorAccount: 'DE89370400440532013000',
        creditorIsIban: true,
        remittance: 'wd-1',
        executionDate: '2026-03-02',
      },
    ]);
    expect(writePain001(h.config, request, 'wd-1'), 'the same request gives the same bytes').toEqual(written);
  });

  test.each<[string, Partial<CreatePayout>]>([
    ['unsupported_currency', { amount: { minor: 1n, asset: 'CHF' } }],
    ['amount_not_positive', { amount: { minor: 0n, asset: 'EUR' } }],
    ['holder_name_not_latin', { beneficiary: { holderName: 'Иван', country: 'BG', iban: 'DE89370400440532013000' } }],
    ['iban_invalid', { beneficiary: { holderName: 'A B', country: 'DE', iban: 'DE88370400440532013000' } }],
    ['account_missing', { beneficiary: { holderName: 'A B', country: 'US' } }],
    ['bic_missing', { beneficiary: { holderName: 'A B', country: 'US', accountNumber: '000123456789' } }],
  ])('%s is refused before it is sent', async (code, change) => {
    const h = await bank();
    expect(await h.psp.payout(order(h, change))).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'config', code },
    });
    expect(h.emulator.truth(h.customer).payments).toHaveLength(0);
  });

  test('currencies without decimals and accounts without IBAN', async () => {
    const h = await bank();
    const beneficiary = { holderName: 'Hanako Yamada', country: 'JP', accountNumber: '0012345678', bic: 'BOTKJPJTXXX' };
    const request = order(h, { amount: { minor: 12_345n, asset: 'JPY' }, beneficiary });
    await h.psp.payout(request);
    await h.settle();
    expect(await h.psp.getPayout({ reference: request.reference, createdAt: request.createdAt })).toMatchObject({
      found: 'yes',
      value: { outcome: 'settled', amount: request.amount },
    });
  });
});

describe('the gateway refuses', () => {
  const put = (h: BankHarness, name: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${h.config.gatewayUrl}/files/outgoing/${name}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${h.config.token}`, 'content-type': 'application/xml', ...headers },
      body,
    });
  const good = (h: BankHarness) => {
    const written = writePain001(h.config, order(h), 'm1');
    if (!written.ok) throw new Error('not written');
    return written.xml;
  };

  test('tokens, names, types and a MsgId it has seen', async () => {
    const h = await bank();
    expect((await put(h, 'm1.xml', good(h), { authorization: 'Bearer nobody' })).status).toBe(401);
    expect((await put(h, 'm1.xml', good(h), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await put(h, 'm2.xml', good(h))).status).toBe(400);
    expect((await put(h, 'm1.xml', good(h))).status).toBe(201);
    expect((await put(h, 'm1.xml', good(h))).status).toBe(409);
  });

  test.each<[string, (xml: string) => string]>([
    ['control sum', (xml) => xml.replace('<CtrlSum>1.00', '<CtrlSum>2.00')],
    ['number of transfers', (xml) => xml.replace('<NbOfTxs>1', '<NbOfTxs>2')],
    ['version', (xml) => xml.replace('pain.001.001.09', 'pain.001.001.03')],
    ['well-formedness', (xml) => xml.replace('</Document>', '')],
    ['character set', (xml) => xml.replace('Zoe Angstrom', 'Zoë')],
    ['missing holder', (xml) => xml.replace('<Cdtr><Nm>Zoe Angstrom</Nm>', '<Cdtr>')],
    ['document types', (xml) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>')],
    ['over-long references', (xml) => xml.replaceAll('<EndToEndId>m1', `<EndToEndId>${'m'.repeat(36)}`)],
  ])('a file with the wrong %s', async (_what, break_) => {
    const h = await bank();
    const broken = break_(good(h));
    expect(broken).not.toBe(good(h));
    expect((await put(h, 'm1.xml', broken)).status).toBe(400);
  });

  test('one customer never sees the files of another', async () => {
    const h = await bank();
    await h.psp.payout(order(h));
    const other = h.emulator.openCustomer({ name: 'Other', balances: { EUR: '1.00' } });
    const stranger = createBankAdapter({
      config: { ...h.config, token: other.token },
      http: guardedFetch({ allow: `127.0.0.1:${h.port}` }),
    });
    expect((await stranger.getPayout({ reference: order(h).reference, createdAt: h.clock.now() })).found).toBe('no');
    const wrong = createBankAdapter({
      config: { ...h.config, token: 'wrong-token' },
      http: guardedFetch({ allow: `127.0.0.1:${h.port}` }),
    });
    expect(await wrong.payout(order(h))).toMatchObject({ outcome: 'error_not_sent', problem: { class: 'config' } });
    expect((await wrong.getPayout({ reference: 'x', createdAt: h.clock.now() })).found).toBe('unknown');
  });
});

describe('reports of other banks', () => {
  const pain002 = (inner: string) =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>m1</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts>${inner}</CstmrPmtStsRpt></Document>`;

  test('a file refused as a whole, and transfers that inherit a status', () => {
    expect(readPain002(pain002(''))).toEqual({ msgId: 'm1', groupStatus: 'RJCT', lines: [] });
    const inherited = readPain002(
      pain002(
        '<OrgnlPmtInfAndSts><TxInfAndSts><OrgnlEndToEndId>e1</OrgnlEndToEndId></TxInfAndSts></OrgnlPmtInfAndSts>',
      ),
    );
    expect(inherited.lines).toEqual([{ endToEndId: 'e1', status: 'RJCT', reason: 'FF01', amount: null }]);
  });

  const camt = (status: string, extra = '') =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn><Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>${status}<BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>A1</AcctSvcrRef>${extra}</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;

  test('only booked entries count, batches are taken apart, older status spelling is read', () => {
    expect(readCamt(camt('<Sts><Cd>PDNG</Cd></Sts>'))).toEqual([]);
    expect(readCamt(camt('<Sts>BOOK</Sts>'))).toMatchObject([
      { id: 'A1', amount: { minor: -500n, asset: 'EUR' }, endToEndId: null },
    ]);
    const batch =
      '<NtryDtls><TxDtls><Refs><EndToEndId>a</EndToEndId></Refs><Amt Ccy="EUR">2.00</Amt></TxDtls><TxDtls><Refs><EndToEndId>b</EndToEndId></Refs><Amt Ccy="EUR">3.00</Amt></TxDtls></NtryDtls>';
    expect(
      readCamt(camt('<Sts><Cd>BOOK</Cd></Sts>', batch)).map((line) => [line.id, line.endToEndId, line.amount.minor]),
    ).toEqual([
      ['A1/1', 'a', -200n],
      ['A1/2', 'b', -300n],
    ]);
  });

  test('entities, other messages and entries without a reference are unreadable, never skipped', () => {
    expect(() => readCamt('<!DOCTYPE x><Document/>')).toThrow('plain XML');
    expect(() => readPain002(camt('<Sts>BOOK</Sts>'))).toThrow('not pain.002');
    expect(() => readCamt(camt('<Sts>BOOK</Sts>').replace('<AcctSvcrRef>A1</AcctSvcrRef>', ''))).toThrow('lacks');
    expect(() => readCamt(camt('<Sts>BOOK</Sts>').replace('5.00', '5.001'))).toThrow();
  });
});

test('magic names misbehave without a fault plan; a snapshot moves house', async () => {
  const h = await bank();
  const named = (reference: string, holderName: string) =>
    order(h, { reference, beneficiary: { ...h.beneficiary, holderName } });
  await h.psp.payout(named('wd_a', 'Anna Reject'));
  await h.psp.payout(named('wd_b', 'Anna Return'));
  await h.settle();
  h.clock.advance(2 * 86_400_000);
  const moved = createBankEmulator({ clock: manualClock(h.clock.now()), rng: seededRng(1).next });
  moved.restore(h.emulator.snapshot());
  moved.tick();
  expect(moved.truth(h.customer).payments.map((payment) => [payment.status, payment.returned])).toEqual([
    ['RJCT', false],
    ['ACSC', true],
  ]);
});
