import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './faults';
import type { Sleep } from './runtime';

/** The reply never arrives. Over a socket the connection is cut; in memory the caller sees this error. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  /** The caller's bytes had left: it can not know what became of them. */
  readonly sent = true;
}

export type Handler = (request: Request) => Promise<Response>;
export type Listening = { readonly port: number; readonly url: string; close(): Promise<void> };

/** Acts a wire fault out around the real work. `answer` makes the vendor's own error reply for a status. */
export async function underFault(
  fault: Fault | null,
  sleep: Sleep,
  work: () => Promise<Response>,
  answer: (status: number) => Response,
): Promise<Response> {
  switch (fault?.kind) {
    case 'drop_before':
      throw new ConnectionLost('connection lost before the work');
    case 'drop_after':
      await work();
      throw new ConnectionLost('connection lost after the work');
    case 'status_before':
      return answer(fault.status ?? 503);
    case 'status_after':
      await work();
      return answer(fault.status ?? 502);
    case 'rate_limit':
      return answer(429);
    case 'garbage':
      await work();
      return new Response('<html><body>upstream error', { status: 200, headers: { 'content-type': 'text/html' } });
    case 'slow': {
      const response = await work();
      await sleep(fault.ms ?? 1000);
      return response;
    }
    default:
      return work();
  }
}

/** Hosts a handler on loopback. Emulators never bind another address. */
export function listen(handler: Handler, options: { port?: number } = {}): Promise<Listening> {
  const server = createServer((req, res) => {
    reply(handler, req, res).catch(() => res.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        port,
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function reply(handler: Handler, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const headers = new Headers();
  for (let i = 0; i + 1 < req.rawHeaders.length; i += 2)
    headers.append(req.rawHeaders[i] ?? '', req.rawHeaders[i + 1] ?? '');
  const method = req.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? undefined : new Uint8Array(Buffer.concat(chunks));
  const request = new Request(`http://${req.headers.host ?? '127.0.0.1'}${req.url ?? '/'}`, {
    method,
    headers,
    ...(body ? { body } : {}),
  });
  const response = await handler(request);
  res.statusCode = response.status;
  response.headers.forEach((value, name) => {
    res.setHeader(name, value);
  });
  res.end(Buffer.from(await response.arrayBuffer()));
}
