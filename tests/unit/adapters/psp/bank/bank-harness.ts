import { guardedFetch } from '@/server/adapters/http/guarded';
import { createBankAdapter } from '@/server/adapters/psp/bank/adapter';
import type { BankConfig } from '@/server/adapters/psp/bank/config';
import { bankReference } from '@/server/adapters/psp/bank/text';
import { type BankEmulator, createBankEmulator } from '@/server/emulators/psp/bank/emulator';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { PayoutHarness } from '@/tests/contracts/psp-payouts';

export type BankHarness = PayoutHarness & {
  readonly emulator: BankEmulator;
  readonly config: BankConfig;
  readonly customer: string;
  readonly iban: string;
  readonly port: number;
};

export async function openBank(): Promise<BankHarness> {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  const emulator = createBankEmulator({ clock, rng: seededRng(5).next });
  const listening = await emulator.listen();
  const customer = emulator.openCustomer({ name: 'Demo Markets Ltd', balances: { EUR: '250000.00', JPY: '9000000' } });
  const accounts = Object.fromEntries(customer.accounts.map((account) => [account.currency, account.iban]));
  const iban = accounts.EUR ?? '';
  const config = (port: number): BankConfig => ({
    gatewayUrl: `http://127.0.0.1:${port}`,
    token: customer.token,
    debtorName: 'Demo Märkets & Co Ltd',
    debtorBic: customer.bic,
    accounts,
    timeoutMs: 1500,
  });
  const adapter = (port: number) =>
    createBankAdapter({ config: config(port), http: guardedFetch({ allow: `127.0.0.1:${port}` }) });
  const truth = () => emulator.truth(customer.id);
  return {
    psp: adapter(listening.port),
    clock,
    asset: 'EUR',
    beneficiary: { holderName: 'Zoë Ångström', country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' },
    emulator,
    config: config(listening.port),
    customer: customer.id,
    iban,
    port: listening.port,
    fault: (on, kind, status) =>
      emulator.faults.add({
        on: on === 'send' ? 'put.outgoing' : 'get.incoming*',
        fault: { kind, ...(status ? { status } : {}) },
      }),
    vendorFault: (kind, code) => emulator.faults.add({ on: 'payout', fault: { kind, ...(code ? { code } : {}) } }),
    settle: async () => {
      clock.advance(120_000);
      emulator.tick();
      clock.advance(120_000);
      emulator.tick();
    },
    giveBack: async (reference, reason) => emulator.giveBack(await bankReference(reference), reason),
    paid: async (reference) => {
      const id = await bankReference(reference);
      const mine = truth().payments.filter(
        (payment) => payment.endToEndId === id && payment.status === 'ACSC' && !payment.returned,
      );
      return mine.reduce((sum, payment) => sum + BigInt(payment.amount.replace('.', '')), 0n);
    },
    balance: () => BigInt(truth().balances[iban] ?? '0'),
    conservation: () => truth().conservation,
    unreachable: () => adapter(1),
    close: () => listening.close(),
  };
}
