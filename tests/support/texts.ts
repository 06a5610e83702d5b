import { afterAll } from 'vitest';
import { listen } from '@/server/emulators/host';
import { createTwilioEmulator } from '@/server/emulators/sms/twilio/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { editContact } from '@/server/modules/clients';
import { createConnection } from '@/server/modules/tenancy';
import { receiveWebhook } from '@/server/transports/webhooks';
import type { Brokerage } from './brokerage';
import { type Payer, payerIn } from './payer';

const inTheHouse =
  (job: Ctx) =>
  async (of: object): Promise<Ctx> => ({ ...job, ...of });

/** A provider of texts on a real socket, connected to the house and calling it back through its webhook. */
export async function textsFor(house: Brokerage) {
  const answers: number[] = [];
  const emulator = createTwilioEmulator({
    clock: systemClock,
    rng: () => systemRng.next(),
    sleep: async () => undefined,
    callOut: async (url, init) => {
      const connection = new URL(url).pathname.split('/').at(-1) ?? '';
      const answer = await receiveWebhook(new Request(url, init), { port: 'sms', connection }, inTheHouse(house.job));
      answers.push(answer.status);
      return answer;
    },
  });
  const host = await listen(emulator.handle);
  afterAll(() => host.close());
  process.env.OUTBOUND_ALLOW = [process.env.OUTBOUND_ALLOW, `127.0.0.1:${host.port}`].filter(Boolean).join(',');
  const account = emulator.openAccount();
  const settings = { accountSid: account.sid, from: account.numbers[0] ?? '', baseUrl: host.url, timeoutMs: 2_000 };
  const { id } = await createConnection(house.administrator, {
    port: 'sms',
    vendor: 'twilio',
    name: 'Texts',
    config: settings,
    secrets: { authToken: account.authToken },
  });
  const port = await house.ports.sms.of(house.tenant.id, id);
  return { emulator, account, settings, connectionId: id, port, answers, on: host };
}

let lastNumber = 4_915_700_000_000;

/** A client who can be texted. */
export async function telephoned(house: Brokerage, firstName: string): Promise<Payer & { readonly phone: string }> {
  const payer = await payerIn(house, firstName);
  lastNumber += 1;
  const phone = `+${lastNumber}`;
  await editContact(house.job, { clientId: payer.id, phone });
  return { ...payer, phone };
}
