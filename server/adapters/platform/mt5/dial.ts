import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { parseAllow, type Resolve, resolveVetted } from '@/server/adapters/http/addresses';
import { OutboundError } from '@/server/adapters/http/outbound';

export type Target = {
  readonly protocol: 'https' | 'http';
  readonly host: string;
  readonly port: number;
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
};

/** Opens one connection; a simulation hands out ends of a pipe instead. */
export type Dial = (target: Target) => Promise<Duplex>;

/** A session lives on its socket, so the guarded fetch (a socket per call) cannot serve; the same vetting applies. */
export function guardedDial(options: { readonly allow?: string | undefined; readonly resolve?: Resolve } = {}): Dial {
  const allow = parseAllow(options.allow);
  return async (target) => {
    const { protocol, host, port } = target;
    if (protocol === 'http' && !allow.has(`${host}:${port}`)) {
      throw new OutboundError('refused', false, `http://${host}:${port} is not https`);
    }
    let last: unknown;
    for (const { address } of await resolveVetted(host, port, allow, options.resolve)) {
      try {
        return await open(target, address);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  };
}

function open(target: Target, address: string): Promise<Duplex> {
  const { protocol, host, port, ca, timeoutMs } = target;
  const tls = { host: address, port, ...(isIP(host) ? {} : { servername: host }), ...(ca ? { ca } : {}) };
  return new Promise((resolve, reject) => {
    const socket: Socket = protocol === 'https' ? connectTls(tls) : connectTcp({ host: address, port });
    const ready = protocol === 'https' ? 'secureConnect' : 'connect';
    const fail = (text: string) => {
      socket.destroy();
      reject(new OutboundError('unreachable', false, text));
    };
    const timer = setTimeout(() => fail(`no connection to ${host}:${port} within ${timeoutMs} ms`), timeoutMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
    socket.once(ready, () => {
      clearTimeout(timer);
      socket.removeAllListeners('error').setNoDelay(true);
      resolve(socket);
    });
  });
}
