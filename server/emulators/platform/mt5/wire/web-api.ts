import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Clock, Rng } from '@/server/kernel/clock';
import type { Core } from '../core';
import { type Manager, Retcode } from '../types';
import { type Answer, type Call, type Endpoint, type Endpoints, Params } from './call';
import { configApi } from './config-api';
import { duplexPair } from './duplex-pair';
import type { Fault, Faults } from './faults';
import type { Journal } from './journal';
import { retcodeText } from './retcodes';
import { Session } from './session';
import { tradeApi } from './trade-api';
import { usersApi } from './users-api';

const endpoints: Endpoints = { ...usersApi, ...tradeApi, ...configApi };
const BODY_MAX = 1_000_000;
const proxyPage = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

export type WebApiOptions = Omit<Call, 'params' | 'manager' | 'core'> & {
  readonly core: Core;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly manager: () => Manager;
  readonly idleCutMs: number;
  readonly sleep: (ms: number) => Promise<void>;
};

type Request = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
};
type Reply = { readonly status: number; readonly type: string; readonly text: string };

const json = (body: unknown): Reply => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
});
const forbidden: Reply = { status: 403, type: 'text/html', text: '403 Forbidden' };

/** The access server: HTTP in, sessions by socket, misfortunes on order. Everything the trade server does is elsewhere. */
export class WebApi {
  readonly #sessions = new Map<Duplex, Session>();
  readonly #memory: Server;
  readonly #late: Array<{ readonly due: number; readonly run: () => void }> = [];
  #connections = 0;
  #downUntil = 0;

  constructor(private readonly options: WebApiOptions) {
    this.#memory = this.#prepare(createServer((request, response) => this.#serve(request, response)));
  }

  /** A connection without a network. Throws like a refused one while the server is down. */
  connect(): Duplex {
    if (this.#isDown()) throw Object.assign(new Error('connect ECONNREFUSED (in memory)'), { code: 'ECONNREFUSED' });
    const [client, server] = duplexPair();
    this.#memory.emit('connection', server);
    return client;
  }

  server(tls?: { readonly key: string; readonly cert: string }): Server {
    const serve = (request: IncomingMessage, response: ServerResponse) => this.#serve(request, response);
    return this.#prepare(tls ? createTlsServer(tls, serve) : createServer(serve));
  }

  /** Every connection dies; new ones are refused until the outage is over. */
  cut(outageMs = 0): void {
    this.#downUntil = this.options.clock.now().getTime() + outageMs;
    for (const socket of this.#sessions.keys()) socket.destroy();
    this.#sessions.clear();
  }

  /** Carries out what a late_commit left for later; `all` does not wait for its time. */
  settle(all = false): void {
    const now = this.options.clock.now().getTime();
    for (const late of this.#late.splice(0)) {
      if (all || late.due <= now) late.run();
      else this.#late.push(late);
    }
  }

  #isDown(): boolean {
    return this.options.clock.now().getTime() < this.#downUntil;
  }

  #prepare(server: Server): Server {
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.on('connection', (socket) => {
      if (this.#isDown()) socket.destroy();
    });
    server.on('clientError', (_error, socket) => socket.destroy());
    return server;
  }

  #session(
    socket: Duplex & { remoteAddress?: string | undefined; setTimeout?: (ms: number, cut: () => void) => void },
  ): Session {
    const known = this.#sessions.get(socket);
    if (known) return known;
    this.#connections += 1;
    const address = (socket.remoteAddress ?? 'memory').replace('::ffff:', '');
    const session = new Session(this.#connections, socket, address, this.options.clock, this.options.rng);
    this.#sessions.set(socket, session);
    socket.once('close', () => this.#sessions.delete(socket));
    socket.setTimeout?.(this.options.idleCutMs, () => socket.destroy());
    return session;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.#handle(request, response).catch((error) => {
      process.stderr.write(`mt5 emulator: ${error instanceof Error ? error.stack : error}\n`);
      request.socket.destroy();
    });
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = this.#session(incoming.socket);
    const now = this.options.clock.now().getTime();
    if (now - session.lastSeen > this.options.idleCutMs) return void incoming.socket.destroy();
    session.lastSeen = now;
    const url = new URL(incoming.url ?? '/', 'http://mt5');
    const request: Request = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      body: await readBody(incoming),
    };
    this.settle();
    const fault = this.options.faults.take(request.path);
    const note = (status: number, retcode: string) =>
      this.options.journal.add({
        at: this.options.clock.now(),
        connection: session.id,
        method: request.method,
        path: request.path,
        query: url.search,
        body: request.body,
        status,
        retcode,
        ...(fault ? { fault: fault.kind } : {}),
      });
    await this.#reply(session, request, response, fault, note);
  }

  async #reply(
    session: Session,
    request: Request,
    response: ServerResponse,
    fault: Fault | null,
    note: (status: number, retcode: string) => void,
  ): Promise<void> {
    const cut = () => {
      note(0, '');
      session.socket.destroy();
    };
    if (fault?.kind === 'lost_before') return cut();
    if (fault?.kind === 'late_commit') {
      const due = this.options.clock.now().getTime() + (fault.delayMs ?? 5_000);
      this.#late.push({ due, run: () => void this.#dispatch(session, request, null) });
      return cut();
    }
    const skipped = fault?.kind === 'retcode' || (fault?.kind === 'html' && !fault.committed);
    const honest = skipped
      ? json({ retcode: retcodeText(fault.retcode ?? 2) })
      : this.#dispatch(session, request, fault);
    if (fault?.kind === 'lost_after') return cut();
    if (fault?.kind === 'slow') await this.options.sleep(fault.delayMs ?? 30_000);
    const reply = disturbed(honest, fault);
    note(reply.status, /"retcode":"([^"]*)"/.exec(honest.text)?.[1] ?? '');
    const length = Buffer.byteLength(reply.text);
    response.writeHead(reply.status, {
      'content-type': reply.type,
      'content-length': String(length),
      connection: 'keep-alive',
    });
    if (fault?.kind === 'half_frame') {
      response.write(reply.text.slice(0, Math.floor(reply.text.length / 2)), () => session.socket.destroy());
      return;
    }
    response.end(reply.text);
    if (request.path === '/api/quit') response.once('finish', () => session.socket.end());
  }

  #dispatch(session: Session, request: Request, fault: Fault | null): Reply {
    const manager = this.options.manager();
    switch (request.path) {
      case '/api/auth/start':
        return authReply(session.start(request.query, manager));
      case '/api/auth/answer':
        return authReply(session.answer(request.query, manager, fault?.kind === 'wrong_h2'));
      case '/api/quit':
        return json({ retcode: retcodeText(0) });
      default:
        return session.authenticated ? this.#execute(request, manager) : forbidden;
    }
  }

  #execute(request: Request, manager: Manager): Reply {
    const endpoint = endpoints[request.path];
    if (!endpoint) return { status: 404, type: 'text/html', text: '404 Not Found' };
    try {
      if (!manager.permissions.includes(endpoint.needs)) throw new Retcode(8);
      const params = new Params(request.query, parseBody(request.body));
      assertKnown(endpoint, params);
      const answer = endpoint.run({ ...this.options, params, manager });
      return json(envelope(answer));
    } catch (error) {
      if (error instanceof Retcode) return json({ retcode: retcodeText(error.code) });
      throw error;
    } finally {
      this.options.core.book.commit();
    }
  }
}

const envelope = ({ code = 0, beside, answer }: Answer) => ({
  retcode: retcodeText(code),
  ...beside,
  ...(answer === undefined ? {} : { answer }),
});

const authReply = (reply: { status: number; body: unknown }): Reply =>
  reply.body === null ? forbidden : json(reply.body);

function disturbed(reply: Reply, fault: Fault | null): Reply {
  if (fault?.kind === 'html') return { status: fault.status ?? 502, type: 'text/html', text: proxyPage };
  if (fault?.kind === 'garbled') return { ...reply, text: `${reply.text.slice(0, -3)}` };
  return reply;
}

/** Names nobody documented are refused, so that a misspelt parameter of a client does not pass for a default. */
function assertKnown(endpoint: Endpoint, params: Params): void {
  const names = params.names();
  const bodyNames = endpoint.body ?? endpoint.query;
  if (names.query.some((name) => !endpoint.query.includes(name))) throw new Retcode(3);
  if (names.body.some((name) => !bodyNames.includes(name))) throw new Retcode(3);
}

function parseBody(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the refusal: a body that is no JSON object is an invalid parameter.
  }
  throw new Retcode(3);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_MAX) throw new Error('request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
