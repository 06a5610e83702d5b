import { timingSafeEqual } from 'node:crypto';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, Rng } from '@/server/kernel/clock';
import { PlatformFailure } from '@/server/modules/trading/ports';
import { passwordKey, proof } from './challenge';
import type { Mt5Config } from './config';
import type { Dial } from './dial';
import { errorOf, type Loss, lossOf } from './retcodes';

export type Mt5Deps = { readonly clock: Clock; readonly rng: Rng; readonly dial: Dial };
export type RawRequest = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string };
export type RawReply = { readonly status: number; readonly text: string };

const ANSWER_MAX = 64 * 1024 * 1024;

/** A request that got no whole reply. */
export class Lost extends Error {
  override readonly name = 'Lost';
  constructor(readonly loss: Loss) {
    super(loss.text);
  }
}

/** Keeps one given socket alive and can never open another: a second socket would not be logged in. */
class OneSocketAgent extends Agent {
  #socket: Duplex | null;

  constructor(socket: Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#socket = 'unref' in socket ? socket : Object.assign(socket, socketManners);
  }

  override createConnection(): Duplex {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) throw new Error('the session is over');
    return socket;
  }
}

/** The agent expects these of a TCP socket; a pipe has nothing to keep alive. */
const socketManners = { setKeepAlive: () => {}, setTimeout: () => {}, ref: () => {}, unref: () => {} };

/** The session is the connection: what was authenticated dies with the socket. One request at a time. */
export class Mt5Session {
  readonly #agent: OneSocketAgent;
  lastUsed: number;

  private constructor(
    private readonly socket: Duplex,
    private readonly config: Mt5Config,
    private readonly clock: Clock,
  ) {
    this.#agent = new OneSocketAgent(socket);
    this.lastUsed = clock.now().getTime();
    socket.on('error', () => socket.destroy());
  }

  static async open(config: Mt5Config, deps: Mt5Deps): Promise<Mt5Session> {
    const { endpoint, ca, connectTimeoutMs } = config;
    let socket: Duplex;
    try {
      socket = await deps.dial({ ...endpoint, ca, timeoutMs: connectTimeoutMs });
    } catch (error) {
      throw lossOf(
        { code: 'unavailable', text: error instanceof Error ? error.message : String(error), sent: false },
        true,
      );
    }
    const session = new Mt5Session(socket, config, deps.clock);
    try {
      await session.#logIn(deps.rng);
      return session;
    } catch (error) {
      session.destroy();
      // Nothing of the caller's was sent yet, so whatever went wrong here is a known outcome.
      if (error instanceof Lost) throw lossOf({ ...error.loss, sent: false }, true);
      throw error;
    }
  }

  get usable(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  destroy(): void {
    this.#agent.destroy();
    this.socket.destroy();
  }

  /** Throws `Lost`; afterwards the session is unusable, because a late answer would be taken for the next one's. */
  send(request: RawRequest): Promise<RawReply> {
    this.lastUsed = this.clock.now().getTime();
    return new Promise((resolve, reject) => {
      let outgoing: ClientRequest;
      try {
        outgoing = this.#prepare(request);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        reject(new Lost({ code: 'unavailable', text, sent: false }));
        return;
      }
      let over = false;
      const lose = (code: Loss['code'], text: string) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        reject(new Lost({ code, text, sent: true }));
        this.destroy();
      };
      const timer = setTimeout(
        () => lose('timeout', `no answer within ${this.config.timeoutMs} ms`),
        this.config.timeoutMs,
      );
      outgoing.on('error', (error) => lose('unavailable', error.message));
      outgoing.on('response', (response) => {
        readText(response).then(
          (text) => {
            if (over) return;
            over = true;
            clearTimeout(timer);
            resolve({ status: response.statusCode ?? 0, text });
          },
          (error) => lose('unavailable', error instanceof Error ? error.message : String(error)),
        );
      });
      outgoing.end(request.body);
    });
  }

  #prepare({ method, path, body }: RawRequest): ClientRequest {
    const { host, port } = this.config.endpoint;
    return httpRequest({
      agent: this.#agent,
      host,
      port,
      method,
      path,
      headers: {
        host: `${host}:${port}`,
        accept: '*/*',
        'user-agent': `${this.config.agent}/1.0`,
        connection: 'keep-alive',
        'content-type': 'application/x-www-form-urlencoded',
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
  }

  async #logIn(rng: Rng): Promise<void> {
    const { clientVersion, agent, managerLogin, apiPassword } = this.config;
    const key = passwordKey(apiPassword);
    const start = await this.#ask(
      `/api/auth/start?version=${clientVersion}&agent=${encodeURIComponent(agent)}&login=${managerLogin}&type=manager`,
    );
    const challenge = start.srv_rand ?? '';
    if (!/^[0-9a-f]{32}$/i.test(challenge)) throw new Lost({ code: 'protocol', text: 'no srv_rand', sent: false });
    const ours = Buffer.from(rng.bytes(16)).toString('hex');
    const end = await this.#ask(`/api/auth/answer?srv_rand_answer=${proof(key, challenge)}&cli_rand=${ours}`);
    if (!isSame(end.cli_rand_answer ?? '', proof(key, ours))) {
      // Whoever answers does not know the password: nothing may be sent to it.
      throw new Lost({ code: 'auth', text: 'the server did not prove that it knows the password', sent: false });
    }
  }

  async #ask(path: string): Promise<Record<string, string>> {
    const { status, text } = await this.send({ method: 'GET', path });
    if (status === 403) throw new Lost({ code: 'auth', text: 'refused by the access server', sent: false, status });
    if (status !== 200) throw new Lost({ code: 'unavailable', text: `HTTP ${status} at log-in`, sent: false, status });
    const answer = parseFields(text);
    const code = Number.parseInt(answer.retcode ?? '', 10);
    if (Number.isNaN(code)) throw new Lost({ code: 'protocol', text: 'no retcode at log-in', sent: false });
    if (code !== 0) throw new PlatformFailure({ ...errorOf(code, answer.retcode ?? '', true), outcomeKnown: true });
    return answer;
  }
}

function parseFields(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a.toLowerCase()), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > ANSWER_MAX) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error('the answer broke off');
  return Buffer.concat(chunks).toString('utf8');
}
