import { PlatformFailure } from '@/server/modules/trading/ports';
import type { Mt5Config } from './config';
import { errorOf, lossOf } from './retcodes';
import { Lost, type Mt5Deps, Mt5Session, type RawRequest } from './session';

export type Query = Readonly<Record<string, string | number | undefined>>;
export type Answer = { readonly code: number; readonly transId?: string; readonly answer: unknown };

type Call = { readonly path: string; readonly query?: Query; readonly body?: Readonly<Record<string, unknown>> };

/**
 * A few sessions, each one socket. Reads are repeated once on a new session when the old one died; writes only when it is
 * certain that nothing was sent or that the server refused the session itself.
 */
export class Mt5Client {
  readonly #idle: Mt5Session[] = [];
  readonly #waiting: Array<() => void> = [];
  #busy = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  #closed = false;

  constructor(
    private readonly config: Mt5Config,
    private readonly deps: Mt5Deps,
  ) {}

  read(path: string, query?: Query): Promise<Answer> {
    return this.#call({ path, ...(query ? { query } : {}) }, false);
  }

  write(path: string, query?: Query, body?: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.#call({ path, ...(query ? { query } : {}), ...(body ? { body } : {}) }, true);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    const sessions = this.#idle.splice(0);
    await Promise.all(sessions.map((session) => quit(session)));
  }

  async #call(call: Call, write: boolean): Promise<Answer> {
    const request = requestOf(call, write);
    await this.#slot();
    try {
      return await this.#attempt(request, write, true);
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #attempt(request: RawRequest, write: boolean, mayRepeat: boolean): Promise<Answer> {
    const session = await this.#session();
    const again = () => this.#attempt(request, write, false);
    try {
      const { status, text } = await session.send(request);
      if (status === 403) {
        // The access server refuses before anything runs: the session is gone, not the request.
        session.destroy();
        if (mayRepeat) return await again();
        throw lossOf({ code: 'auth', text: 'refused after log-in', sent: false, status }, write);
      }
      const answer = answerOf(status, text, request.path, write);
      this.#idle.push(session);
      return answer;
    } catch (error) {
      if (error instanceof PlatformFailure) {
        if (session.usable && !this.#idle.includes(session)) this.#idle.push(session);
        throw error;
      }
      session.destroy();
      if (!(error instanceof Lost)) throw error;
      const harmless = !error.loss.sent || (!write && error.loss.code === 'unavailable');
      if (harmless && mayRepeat) return await again();
      throw lossOf(error.loss, write);
    }
  }

  /** At most `sessions` calls at once; others queue in order. */
  async #slot(): Promise<void> {
    while (this.#busy >= this.config.sessions) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  async #session(): Promise<Mt5Session> {
    if (this.#closed) throw lossOf({ code: 'unavailable', text: 'the adapter is closed', sent: false }, true);
    for (let session = this.#idle.pop(); session; session = this.#idle.pop()) {
      if (session.usable && !this.#isStale(session)) return session;
      session.destroy();
    }
    const session = await Mt5Session.open(this.config, this.deps);
    this.#keepAlive();
    return session;
  }

  #isStale(session: Mt5Session): boolean {
    return this.deps.clock.now().getTime() - session.lastUsed > this.config.idleMs;
  }

  #keepAlive(): void {
    if (this.#timer || this.config.pingMs === 0) return;
    this.#timer = setInterval(() => void this.#tend(), this.config.pingMs);
    this.#timer.unref();
  }

  /** Pings what is idle and lets go of what nobody has used for long. A ping is no use. */
  async #tend(): Promise<void> {
    for (const session of this.#idle.splice(0)) {
      if (!session.usable || this.#isStale(session)) await quit(session);
      else {
        const { lastUsed } = session;
        const alive = await session.send({ method: 'GET', path: '/api/test/access' }).then(
          ({ status }) => status === 200,
          () => false,
        );
        session.lastUsed = lastUsed;
        if (alive && !this.#closed) this.#idle.push(session);
        else session.destroy();
      }
    }
  }
}

async function quit(session: Mt5Session): Promise<void> {
  if (session.usable) await session.send({ method: 'GET', path: '/api/quit' }).catch(() => undefined);
  session.destroy();
}

function requestOf({ path, query = {}, body }: Call, write: boolean): RawRequest {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(String(value))}`,
  );
  const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  return { method: write ? 'POST' : 'GET', path: target, ...(body ? { body: JSON.stringify(body) } : {}) };
}

function answerOf(status: number, text: string, path: string, write: boolean): Answer {
  const where = path.split('?')[0];
  if (status !== 200)
    throw lossOf({ code: 'unavailable', text: `HTTP ${status} from ${where}`, sent: true, status }, write);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw lossOf({ code: 'protocol', text: `${where} did not answer in JSON`, sent: true }, write);
  }
  const envelope = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const retcode = typeof envelope.retcode === 'string' ? envelope.retcode : '';
  const code = Number.parseInt(retcode, 10);
  if (Number.isNaN(code))
    throw lossOf({ code: 'protocol', text: `${where} answered without a retcode`, sent: true }, write);
  // 1 is "done, nothing to return"; 14 is an answer cut at the server's limit, which the caller must see.
  if (code !== 0 && code !== 1 && (code !== 14 || write)) throw new PlatformFailure(errorOf(code, retcode, write));
  const transId = typeof envelope.trans_id === 'string' ? { transId: envelope.trans_id } : {};
  return { code, answer: envelope.answer, ...transId };
}
