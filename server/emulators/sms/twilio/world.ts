import { createHmac } from 'node:crypto';
import type { Table } from '../../books';
import { DeliveryQueue } from '../../deliveries';
import { type EmulatorRuntime, randomText } from '../../runtime';

export type Account = { readonly sid: string; readonly authToken: string; readonly numbers: readonly string[] };
export type Text = {
  readonly sid: string;
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly status: 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered';
  readonly errorCode: number | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly statusCallback: string | null;
};

export type World = {
  readonly runtime: EmulatorRuntime;
  readonly accounts: Table<Account>;
  readonly texts: Table<Text>;
  /** Numbers that answered STOP, per sender. */
  readonly stopped: Table<true>;
  readonly callbacks: DeliveryQueue;
};

const hexLetters = '0123456789abcdef';
export const sidOf = (world: Pick<World, 'runtime'>, prefix: 'AC' | 'SM'): string =>
  prefix + randomText(world.runtime.rng, 32, hexLetters);

/** Address and sorted parameters, HMAC-SHA1 in base64. */
export function signatureOf(authToken: string, url: string, parameters: Readonly<Record<string, string>>): string {
  const names = Object.keys(parameters).sort();
  const text = names.reduce((whole, name) => whole + name + parameters[name], url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

export function createWorld(runtime: EmulatorRuntime): World {
  const accounts = runtime.books.table<Account>('twilio.account');
  const callbacks = new DeliveryQueue(runtime, {
    name: 'twilio',
    // Twilio tries once more when it cannot connect, and then no more.
    retryAfterMs: [1_000],
    prepare: ({ endpoint, payload, badSignature }) => {
      const parameters = JSON.parse(payload) as Record<string, string>; // written by callBack below
      const account = accounts.get(parameters.AccountSid ?? '');
      if (!account) return null;
      const signature = signatureOf(badSignature ? 'another token' : account.authToken, endpoint, parameters);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
      return { url: endpoint, headers, body: new URLSearchParams(parameters).toString() };
    },
  });
  const { books } = runtime;
  return { runtime, accounts, texts: books.table('twilio.text'), stopped: books.table('twilio.stopped'), callbacks };
}

function callBack(world: World, text: Text): void {
  if (!text.statusCallback) return;
  const { sid, accountSid, to, from, status, errorCode } = text;
  const parameters = {
    ...{ AccountSid: accountSid, ApiVersion: '2010-04-01', From: from, To: to },
    ...{ MessageSid: sid, MessageStatus: status, SmsSid: sid, SmsStatus: status },
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
  };
  world.callbacks.enqueue(status, text.statusCallback, JSON.stringify(parameters));
}

/** On its way: to the carrier first, then to the telephone, or not. */
export function tick(world: World): void {
  const at = world.runtime.clock.now().toISOString();
  for (const text of world.texts.values()) {
    if (text.status === 'queued') {
      callBack(world, world.texts.put(text.sid, { ...text, status: 'sent', sentAt: at }));
    } else if (text.status === 'sent') {
      const fault = world.runtime.faults.take('deliver', new Set(['undelivered']));
      const end: Pick<Text, 'status' | 'errorCode'> = fault
        ? { status: 'undelivered', errorCode: Number(fault.code ?? 30003) }
        : { status: 'delivered', errorCode: null };
      callBack(world, world.texts.put(text.sid, { ...text, ...end }));
    }
  }
}
