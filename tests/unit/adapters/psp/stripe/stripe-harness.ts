import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createStripeAdapter } from '@/server/adapters/psp/stripe/adapter';
import type { StripeConfig } from '@/server/adapters/psp/stripe/config';
import { cardByToken } from '@/server/emulators/psp/stripe/cards';
import { createStripeEmulator, type StripeEmulator } from '@/server/emulators/psp/stripe/emulator';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { PspHarness, Received } from '@/tests/contracts/psp/harness';

const operations = {
  create: ['payment_intents.create', 'checkout.sessions.create'],
  refund: ['refunds.create'],
} as const;

export type StripeHarness = PspHarness & {
  readonly emulator: StripeEmulator;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly url: string;
  readonly port: number;
};

/** Real sockets both ways: adapter to emulator, emulator's webhooks to a receiver. */
export async function openStripe(): Promise<StripeHarness> {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  const received: Received[] = [];
  const receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(req.headers)) if (typeof value === 'string') headers.set(name, value);
      received.push({ body: new Uint8Array(Buffer.concat(chunks)), headers });
      res.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const emulator = createStripeEmulator({ clock, rng: seededRng(7).next });
  const listening = await emulator.listen();
  const account = emulator.openAccount({ webhook: { url: hook } });
  const webhookSecret = account.webhookSecret ?? '';
  const config = (port: number): StripeConfig => ({
    secretKey: account.secretKey,
    webhookSecrets: ['whsec_retired', webhookSecret],
    endpoint: { protocol: 'http', host: '127.0.0.1', port },
    timeoutMs: 1500,
  });
  const adapter = (port: number) =>
    createStripeAdapter({ config: config(port), http: guardedFetch({ allow: `127.0.0.1:${port}` }), clock });
  const actors = emulator.as(account.id);
  const chargeOf = (reference: string) => {
    const row = emulator.truth(account.id).payments.findLast((payment) => payment.reference === reference);
    if (!row) throw new Error(`no charge for ${reference}`);
    return row;
  };
  return {
    psp: adapter(listening.port),
    clock,
    asset: 'EUR',
    emulator,
    secretKey: account.secretKey,
    webhookSecret,
    url: listening.url,
    port: listening.port,
    tokens: {
      good: 'pm_card_visa',
      threeDs: 'pm_card_threeDSecure2Required',
      dispute: 'pm_card_createDispute',
      inquiry: 'pm_card_createDisputeInquiry',
      refundFails: 'pm_card_refundFail',
      refundPending: 'pm_card_pendingRefund',
      never: 'pm_card_visa_chargeDeclinedStolenCard',
      issuer_soft: 'pm_card_visa_chargeDeclinedInsufficientFunds',
      technical_psp_failed: 'pm_card_chargeDeclinedProcessingError',
      step_up: 'pm_card_authenticationRequired',
      risk: 'pm_card_radarBlock',
      technical_not_sent: '',
      unknown: '',
      config: '',
      unsupported: '',
    },
    fault: ({ on, kind, status, ms, times }) => {
      for (const operation of operations[on]) {
        const fault = { kind, ...(status ? { status } : {}), ...(ms ? { ms } : {}) };
        emulator.faults.add({ on: operation, fault, times: times ?? 1 });
      }
    },
    webhookFault: (kind, times) =>
      emulator.faults.add({ on: 'webhook:payment_intent.succeeded', fault: { kind, ...(times ? { times } : {}) } }),
    vendorFault: (kind) => emulator.faults.add({ on: 'charge', fault: { kind } }),
    pay: async (state, token, challenge) => {
      const intent = actors.pay(state.pspId ?? '', { number: cardByToken(token)?.number ?? '', name: 'Zoë Ångström' });
      if (challenge) actors.answerChallenge(intent.id, challenge === 'pass');
    },
    settleLate: async (reference, succeeded) => {
      const answer = await adapter(listening.port).getPayment({ reference, createdAt: clock.now() });
      if (answer.found !== 'yes' || !answer.value.pspId) throw new Error('nothing to settle');
      actors.settleLate(answer.value.pspId, succeeded);
    },
    dispute: async (reference) => void actors.openDispute(chargeOf(reference).charge, 'fraudulent'),
    closeDispute: async (reference, won) => void actors.closeDispute(openDisputeOf(chargeOf(reference).charge), won),
    failRefund: async (pspId) => void actors.failRefund(pspId),
    deliver: async () => {
      while ((await emulator.pump()) > 0);
      return received.splice(0);
    },
    books: () =>
      emulator.truth(account.id).payments.map((row) => ({
        reference: row.reference,
        captured: BigInt(row.captured),
        refunded: BigInt(row.refunded),
      })),
    conservation: () => emulator.truth(account.id).conservation,
    unreachable: () => adapter(1),
    close: async () => {
      await listening.close();
      receiver.close();
      receiver.closeAllConnections();
    },
  };

  function openDisputeOf(charge: string): string {
    const dispute = emulator.truth(account.id).disputes.findLast((row) => row.charge === charge);
    if (!dispute) throw new Error(`no dispute on ${charge}`);
    return dispute.id;
  }
}
