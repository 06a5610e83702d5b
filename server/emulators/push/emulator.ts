import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { type BookStore, Books, memoryStore } from '../books';
import { type FaultOptions, FaultPlan } from '../faults';
import { type Listening, listen, underFault } from '../host';
import { type EmulatorClock, type EmulatorRng, realSleep } from '../runtime';
import { openPush, readVapid } from './crypto';

type Browser = {
  readonly id: string;
  /** The tenant's key this subscription is bound to. */
  readonly serverKey: string;
  readonly privateKey: string;
  readonly auth: string;
  readonly isEnded: boolean;
};
export type Rung = {
  readonly browser: string;
  readonly at: string;
  readonly topic: string | null;
  readonly urgency: string | null;
  readonly ttl: number;
  readonly sub: string;
  readonly data: unknown;
};
/** The service cannot read what it takes: a browser that cannot either drops it in silence. */
function opened(body: Buffer, keys: ECDH, auth: string): unknown {
  try {
    return JSON.parse(openPush(body, keys, Buffer.from(auth, 'base64url')));
  } catch {
    return 'unreadable';
  }
}
export type PushEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
};

const bodyMax = 4_096;
const dayMs = 86_400_000;
const no = (status: number, reason: string, headers: Record<string, string> = {}) =>
  Response.json({ reason }, { status, headers });

/** A push service and the browsers on its other side in one: takes what RFC 8030 takes, and opens it as a browser would. */
export function createPushEmulator(options: PushEmulatorOptions) {
  const faults = new FaultPlan(options.rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const browsers = books.table<Browser>('push.browser');
  const rung = books.table<Rung>('push.rung');

  const subscribe = (origin: string, serverKey: string) => {
    const keys = createECDH('prime256v1');
    keys.generateKeys();
    const [id, auth] = [randomBytes(18).toString('base64url'), randomBytes(16).toString('base64url')];
    browsers.put(id, { id, serverKey, privateKey: keys.getPrivateKey('base64url'), auth, isEnded: false });
    books.flush();
    return { endpoint: `${origin}/push/${id}`, keys: { p256dh: keys.getPublicKey('base64url'), auth } };
  };

  async function take(request: Request, id: string, origin: string): Promise<Response> {
    const header = (name: string) => request.headers.get(name);
    const vapid = readVapid(header('authorization') ?? '');
    if (!vapid) return no(401, 'UnauthorizedRegistration');
    const expiresIn = Number(vapid.claims.exp) * 1_000 - options.clock.now().getTime();
    const isFresh = expiresIn > 0 && expiresIn <= dayMs;
    const sub = String(vapid.claims.sub ?? '');
    if (vapid.claims.aud !== origin || !isFresh || !/^(mailto:|https:)/.test(sub)) return no(403, 'InvalidToken');
    const browser = browsers.get(id);
    if (!browser) return no(404, 'NotFound');
    if (browser.isEnded) return no(410, 'Gone');
    if (browser.serverKey !== vapid.key) return no(403, 'VapidPublicKeyMismatch');
    const ttl = header('ttl');
    if (ttl === null || !/^\d+$/.test(ttl)) return no(400, 'MissingTTL');
    const topic = header('topic');
    if (topic !== null && !/^[\w-]{1,32}$/.test(topic)) return no(400, 'InvalidTopic');
    if (header('content-encoding') !== 'aes128gcm') return no(400, 'InvalidContentEncoding');
    const body = Buffer.from(await request.arrayBuffer());
    if (body.length > bodyMax) return no(413, 'PayloadTooLarge');
    const keys = createECDH('prime256v1');
    keys.setPrivateKey(browser.privateKey, 'base64url');
    const data = opened(body, keys, browser.auth);
    // Of one topic the browser sees the newest: its worker's tag does the same where it was shown already.
    const key = topic === null ? String(books.next('push.rung')) : `${id}/${topic}`;
    const at = options.clock.now().toISOString();
    rung.put(key, { browser: id, at, topic, urgency: header('urgency'), ttl: Number(ttl), sub, data });
    return new Response(null, { status: 201, headers: { location: `${origin}/message/${encodeURIComponent(key)}` } });
  }

  async function handle(request: Request): Promise<Response> {
    const { pathname, origin } = new URL(request.url);
    if (request.method === 'GET' && pathname === '/api/rung') return Response.json({ rung: rung.values() });
    if (request.method !== 'POST') return no(405, 'MethodNotAllowed');
    if (pathname === '/browser')
      return Response.json(subscribe(origin, ((await request.json()) as { serverKey: string }).serverKey));
    const [, id] = /^\/push\/([\w-]+)$/.exec(pathname) ?? [];
    if (!id) return no(404, 'NotFound');
    const answer = (status: number) => no(status, 'Busy', status === 429 ? { 'retry-after': '120' } : {});
    return underFault(faults.take('push'), realSleep, () => take(request, id, origin), answer);
  }

  const emulator = {
    faults,
    handle: async (request: Request): Promise<Response> => {
      try {
        return await handle(request);
      } finally {
        books.flush();
      }
    },
    subscribe,
    /** The person takes the permission back in his browser. */
    end: (endpoint: string): void => {
      const id = endpoint.split('/').at(-1) ?? '';
      const browser = browsers.get(id);
      if (browser) browsers.put(id, { ...browser, isEnded: true });
      books.flush();
    },
    rung: (): Rung[] => rung.values(),
    listen: (at?: { port?: number }): Promise<Listening> => listen(emulator.handle, at),
  };
  return emulator;
}
export type PushEmulator = ReturnType<typeof createPushEmulator>;
