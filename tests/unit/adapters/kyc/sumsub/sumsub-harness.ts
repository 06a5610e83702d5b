import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createSumsubAdapter } from '@/server/adapters/kyc/sumsub/adapter';
import { createSumsubEmulator, type SumsubEmulator } from '@/server/emulators/kyc/sumsub/emulator';
import { sampleFile } from '@/server/emulators/kyc/sumsub/pages';
import type { DigestAlgorithm } from '@/server/emulators/kyc/sumsub/signature';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { KycHarness } from '@/tests/contracts/kyc/harness';

const operations = {
  create: 'applicants.create',
  upload: 'documents.add',
  check: 'applicants.pending',
  fetch: 'applicants.get',
} as const;

export type SumsubHarness = KycHarness & {
  readonly emulator: SumsubEmulator;
  readonly client: string;
  readonly url: string;
  readonly port: number;
  readonly appToken: string;
  readonly secretKey: string;
};

export async function openSumsub(algorithm: DigestAlgorithm = 'HMAC_SHA256_HEX'): Promise<SumsubHarness> {
  const clock = manualClock(new Date('2026-03-02T09:00:00Z'));
  const received: Array<{ body: Uint8Array; headers: Headers }> = [];
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
  const emulator = createSumsubEmulator({ clock, rng: seededRng(11).next });
  const listening = await emulator.listen();
  const client = emulator.openClient({ webhooks: [{ url: hook, secret: 'whsec_sumsub_1', algorithm }] });
  const adapter = (port: number) =>
    createSumsubAdapter({
      config: {
        appToken: client.appToken,
        secretKey: client.secretKey,
        webhookSecrets: ['whsec_retired', 'whsec_sumsub_1'],
        baseUrl: `http://127.0.0.1:${port}`,
        timeoutMs: 1500,
      },
      http: guardedFetch({ allow: `127.0.0.1:${port}` }),
      clock,
    });
  let salt = 0;
  const verdicts = {
    GREEN: { reviewAnswer: 'GREEN' },
    FORGED: { reviewAnswer: 'RED', reviewRejectType: 'FINAL', rejectLabels: ['FORGERY'] },
    BLURRY: { reviewAnswer: 'RED', reviewRejectType: 'RETRY', rejectLabels: ['UNSATISFACTORY_PHOTOS'] },
    HOLD: 'onHold',
    SLOW: 'wait',
  } as const;
  return {
    kyc: adapter(listening.port),
    clock,
    emulator,
    client: client.id,
    appToken: client.appToken,
    secretKey: client.secretKey,
    url: listening.url,
    port: listening.port,
    level: 'basic-kyc-level',
    levelWithAddress: 'kyc-with-poa',
    fault: (on, kind, status) =>
      emulator.faults.add({ on: operations[on], fault: { kind, ...(status ? { status } : {}) } }),
    webhookFault: (kind, times) =>
      emulator.faults.add({ on: 'webhook:applicantReviewed', fault: { kind, ...(times ? { times } : {}) } }),
    file: (word) => {
      salt += 1;
      return sampleFile(word, String(salt));
    },
    decide: async (applicantId, word) => emulator.decide(client.id, applicantId, verdicts[word]),
    resend: async (applicantId) => emulator.resend(client.id, applicantId),
    deliver: async () => {
      while ((await emulator.pump()) > 0);
      return received.splice(0);
    },
    held: () => {
      const applicants = emulator.applicants(client.id);
      return {
        applicants: applicants.length,
        documents: applicants.flatMap((applicant) => applicant.documents).length,
      };
    },
    unreachable: () => adapter(1),
    close: async () => {
      await listening.close();
      receiver.close();
      receiver.closeAllConnections();
    },
  };
}
