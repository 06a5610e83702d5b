import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type Address, parseAllow, type Resolve, resolveVetted } from './addresses';
import { OutboundError, type OutboundFetch } from './outbound';

export type GuardOptions = {
  /** Value of OUTBOUND_ALLOW. */
  readonly allow?: string | undefined;
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly maxBytes?: number;
  readonly resolve?: Resolve;
};

type Limits = { readonly timeoutMs: number; readonly connectTimeoutMs: number; readonly maxBytes: number };
type Call = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
};

const ownHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);
const bodyless = new Set([101, 204, 205, 304]);

/**
 * `fetch` for everything we send: resolves once, refuses private ranges, connects to the vetted address itself (no second
 * lookup to rebind), follows no redirect, bounds time and size. Plain http only where OUTBOUND_ALLOW names the host.
 */
export function guardedFetch(options: GuardOptions = {}): OutboundFetch {
  const allow = parseAllow(options.allow);
  const limits: Limits = {
    timeoutMs: options.timeoutMs ?? 30_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
  };
  return async (input, init) => {
    const { call, signal } = await readCall(input, init);
    const host = call.url.hostname;
    const port = Number(call.url.port || (call.url.protocol === 'https:' ? 443 : 80));
    if (call.url.protocol !== 'https:' && !(call.url.protocol === 'http:' && allow.has(`${host}:${port}`))) {
      throw new OutboundError('refused', false, `${call.url.protocol}//${host}:${port} is not https`);
    }
    const addresses = await resolveVetted(host, port, allow, options.resolve);
    return sendToFirstReachable(call, port, addresses, limits, signal);
  };
}

async function readCall(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<{ call: Call; signal: AbortSignal }> {
  let request: Request;
  try {
    request = new Request(input, init);
  } catch (error) {
    throw new OutboundError('refused', false, `not a request: ${error instanceof Error ? error.message : error}`);
  }
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    if (!ownHeaders.has(name)) headers[name] = value;
  });
  const body = new Uint8Array(await request.arrayBuffer());
  const call: Call = { url: new URL(request.url), method: request.method, headers, body };
  return { call, signal: request.signal };
}

async function sendToFirstReachable(
  call: Call,
  port: number,
  addresses: readonly Address[],
  limits: Limits,
  signal: AbortSignal,
): Promise<Response> {
  let last: unknown;
  for (const address of addresses) {
    try {
      return await send(call, port, address, limits, signal);
    } catch (error) {
      if (!(error instanceof OutboundError) || error.sent || error.kind !== 'unreachable') throw error;
      last = error;
    }
  }
  throw last;
}

function send(call: Call, port: number, to: Address, limits: Limits, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let answered = false;
    const tls = call.url.protocol === 'https:';
    const name = call.url.hostname.replace(/^\[|\]$/g, '');
    const request: ClientRequest = (tls ? httpsRequest : httpRequest)({
      host: to.address,
      family: to.family,
      port,
      path: `${call.url.pathname}${call.url.search}`,
      method: call.method,
      headers: {
        ...call.headers,
        host: call.url.host,
        'accept-encoding': 'identity',
        ...(call.body.length > 0 || call.method !== 'GET' ? { 'content-length': String(call.body.length) } : {}),
      },
      // A fresh connection per call: a stale pooled socket would turn "never sent" into "unknown".
      agent: false,
      ...(tls && !isIP(name) ? { servername: name } : {}),
    });
    const fail = (error: OutboundError) => {
      reject(error);
      request.destroy();
    };
    const connecting = setTimeout(
      () => fail(new OutboundError('unreachable', false, `no connection within ${limits.connectTimeoutMs} ms`)),
      limits.connectTimeoutMs,
    );
    const deadline = setTimeout(
      () => fail(new OutboundError('timeout', sent, `no answer within ${limits.timeoutMs} ms`)),
      limits.timeoutMs,
    );
    const abort = () => fail(new OutboundError('aborted', sent, 'aborted by the caller'));
    const settle = () => {
      clearTimeout(connecting);
      clearTimeout(deadline);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    request.on('socket', (socket) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => {
        sent = true;
        clearTimeout(connecting);
      });
    });
    request.on('error', (error) => fail(new OutboundError(sent ? 'closed' : 'unreachable', sent, error.message)));
    request.on('close', () => {
      settle();
      if (!answered) reject(new OutboundError('closed', sent, 'connection closed without an answer'));
    });
    request.on('response', (response) => {
      answered = true;
      readResponse(response, call.method, limits.maxBytes).then(resolve, fail);
    });
    if (signal.aborted) abort();
    else request.end(call.body);
  });
}

async function readResponse(response: IncomingMessage, method: string, maxBytes: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      if (size > maxBytes) throw new OutboundError('too_large', true, `answer is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    throw new OutboundError('closed', true, `answer broke off: ${error instanceof Error ? error.message : error}`);
  }
  const headers = new Headers();
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    headers.append(response.rawHeaders[i] ?? '', response.rawHeaders[i + 1] ?? '');
  }
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 599) throw new OutboundError('closed', true, `answer has status ${status}`);
  const body = bodyless.has(status) || method === 'HEAD' ? null : Buffer.concat(chunks);
  return new Response(body, { status, statusText: response.statusMessage ?? '', headers });
}
