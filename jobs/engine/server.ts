import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type ApiRequest, handleApi } from './api';
import type { Core } from './types';

const bodyMaxBytes = 64 * 1024 * 1024;

/** The API as a function of a request, for whoever has no need of sockets. */
export async function handleRequest(core: Core, request: Request): Promise<Response> {
  return toResponse(core, {
    method: request.method,
    url: new URL(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
    body: await request.text(),
  });
}

async function answer(core: Core, request: ApiRequest): Promise<{ status: number; text: string }> {
  try {
    const { status, body } = await handleApi(core, request);
    return { status, text: JSON.stringify(body) };
  } catch (error) {
    core.log('error', 'a request broke', { path: request.url.pathname, error: String(error) });
    return { status: 500, text: JSON.stringify({ status: 500, ids: [], error: 'internal error' }) };
  }
}

async function toResponse(core: Core, request: ApiRequest): Promise<Response> {
  const { status, text } = await answer(core, request);
  return new Response(text, { status, headers: { 'content-type': 'application/json' } });
}

export function listenOn(core: Core, host: string, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void respond().catch((error) => {
      core.log('warn', 'a request could not be read', { error: String(error) });
      outgoing.destroy();
    });

    async function respond(): Promise<void> {
      const body = await readBody(incoming);
      const header = (name: string) => {
        const value = incoming.headers[name];
        return Array.isArray(value) ? value[0] : value;
      };
      const isTooLarge = body === undefined;
      const url = new URL(incoming.url ?? '/', 'http://engine');
      const { status, text } = isTooLarge
        ? { status: 413, text: JSON.stringify({ status: 413, ids: [], error: 'too large' }) }
        : await answer(core, { method: incoming.method ?? 'GET', url, header, body });
      outgoing.writeHead(status, {
        'content-type': 'application/json',
        ...(isTooLarge ? { connection: 'close' } : {}),
      });
      outgoing.end(text);
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > bodyMaxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
