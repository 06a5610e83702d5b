import http from 'node:http';
import https from 'node:https';
import type { CallInit } from './types';

const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
};
/** A step may run for two hours; Node's own fetch gives up after five minutes without headers. */
const callTimeoutMs = 2 * 3_600_000;

export function nodeFetch(url: string, init: CallInit): Promise<Response> {
  return call(url, init, true);
}

async function call(url: string, init: CallInit, mayReuse: boolean): Promise<Response> {
  const target = new URL(url);
  const isSecure = target.protocol === 'https:';
  if (!isSecure && target.protocol !== 'http:') throw new Error(`cannot call ${url}`);
  const length = init.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(init.body)) };
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request(target, {
      method: init.method,
      headers: { ...init.headers, ...length },
      agent: mayReuse && agents[isSecure ? 'https:' : 'http:'],
      timeout: callTimeoutMs,
      ...(init.signal ? { signal: init.signal } : {}),
    });
    request.on('timeout', () => request.destroy(new Error('no answer within two hours')));
    request.on('error', (error) => {
      // The app closed an idle kept-alive connection just as we took it: nothing was read, so it is no failed attempt.
      const isStale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      if (isStale && mayReuse) resolve(call(url, init, false));
      else reject(error);
    });
    request.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve(toResponse(answer, Buffer.concat(chunks))));
    });
    request.end(init.body);
  });
}

const bodiless = new Set([204, 205, 304]);

function toResponse(answer: http.IncomingMessage, body: Buffer): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
    headers.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
  }
  const status = answer.statusCode ?? 502;
  return new Response(bodiless.has(status) ? null : new Uint8Array(body), { status, headers });
}
