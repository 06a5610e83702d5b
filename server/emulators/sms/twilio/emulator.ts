import { type BookStore, Books, memoryStore } from '../../books';
import { type FaultOptions, FaultPlan, type FaultRule } from '../../faults';
import { type Listening, listen } from '../../host';
import {
  type CallOut,
  type EmulatorClock,
  type EmulatorRng,
  randomText,
  realCallOut,
  realSleep,
  type Sleep,
} from '../../runtime';
import { serveApi } from './api';
import { type Account, createWorld, sidOf, type Text, tick } from './world';

export type TwilioEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
  readonly sleep?: Sleep;
  readonly callOut?: CallOut;
  readonly controlToken?: string;
};

export type TwilioEmulator = {
  readonly faults: FaultPlan;
  handle(request: Request): Promise<Response>;
  openAccount(numbers?: readonly string[]): Account;
  /** Somebody answers STOP to this sender. */
  stop(from: string, to: string): void;
  texts(): Text[];
  /** One step on for every text, then the callbacks that are due; answers how many went out. */
  pump(): Promise<number>;
  listen(options?: { port?: number }): Promise<Listening>;
};

/** Twilio's Messages API, which sends nothing: texts are kept to be read. */
export function createTwilioEmulator(options: TwilioEmulatorOptions): TwilioEmulator {
  const { clock, rng, sleep = realSleep, callOut = realCallOut } = options;
  const faults = new FaultPlan(rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const world = createWorld({ clock, rng, faults, books, sleep, callOut });
  const pump = (): Promise<number> => {
    tick(world);
    books.flush();
    return world.callbacks.pump();
  };
  const emulator: TwilioEmulator = {
    faults,
    handle: async (request) => {
      const { pathname } = new URL(request.url);
      try {
        return pathname === '/__control/faults'
          ? await setFaults(faults, options.controlToken, request)
          : await serveApi(world, request);
      } finally {
        books.flush();
      }
    },
    openAccount: (numbers = [`+4420${randomText(rng, 8, '0123456789')}`]) => {
      const account = { sid: sidOf(world, 'AC'), authToken: randomText(rng, 32, '0123456789abcdef'), numbers };
      world.accounts.put(account.sid, account);
      books.flush();
      return account;
    },
    stop: (from, to) => {
      world.stopped.put(`${from} ${to}`, true);
      books.flush();
    },
    texts: () => world.texts.values(),
    pump,
    listen: async (at) => {
      const listening = await listen(emulator.handle, at);
      const timer = setInterval(() => void pump().catch(() => undefined), 700);
      const close = async () => {
        clearInterval(timer);
        await listening.close();
      };
      return { ...listening, close };
    },
  };
  return emulator;
}

async function setFaults(faults: FaultPlan, token: string | undefined, request: Request): Promise<Response> {
  if (token && request.headers.get('x-control-token') !== token)
    return Response.json({ message: 'control token missing or wrong' }, { status: 401 });
  const body = (await request.json()) as { clear?: boolean; rules?: FaultRule[] }; // whoever drives the demo
  if (body.clear) faults.clear();
  for (const rule of body.rules ?? []) faults.add(rule);
  return Response.json({ ok: true });
}
