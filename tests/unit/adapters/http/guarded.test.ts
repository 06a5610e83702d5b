import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublicAddress, parseAllow, resolveVetted } from '@/server/adapters/http/addresses';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { OutboundError } from '@/server/adapters/http/outbound';

const open: Array<{ close(): unknown }> = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  open.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
const serve = (listener: RequestListener) => listening(createServer(listener));
const failure = async (promise: Promise<unknown>): Promise<OutboundError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutboundError)) throw new Error(`expected an OutboundError, got ${error}`);
  return error;
};

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'not-an-ip',
    '127.1',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '192.167.1.1', '2606:4700:4700::1111'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test('one private address among public ones refuses the name', async () => {
    const error = await failure(
      resolveVetted('vendor.example', 443, parseAllow(''), async () => ['93.184.216.34', '10.0.0.7']),
    );
    expect(error).toMatchObject({ kind: 'refused', sent: false });
    expect(error.message).toContain('10.0.0.7');
  });

  test('a malformed allow list stops the start', () => {
    expect(() => parseAllow('localhost')).toThrow('not host:port');
    expect([...parseAllow('127.0.0.1:80, [::1]:8080')]).toEqual(['127.0.0.1:80', '[::1]:8080']);
  });
});

describe('guardedFetch', () => {
  test('refuses loopback unless the deployment allows exactly that host and port', async () => {
    let hits = 0;
    const port = await serve((_req, res) => {
      hits += 1;
      res.end('hello');
    });
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
      for (const scheme of ['http', 'https']) {
        const error = await failure(guardedFetch()(`${scheme}://${host}:${port}/`));
        expect(error, host).toMatchObject({ kind: 'refused', sent: false });
      }
    }
    expect((await failure(guardedFetch({ allow: '127.0.0.1:1' })(`http://127.0.0.1:${port}/`))).kind).toBe('refused');
    expect(hits).toBe(0);
    const answer = await guardedFetch({ allow: `127.0.0.1:${port}` })(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('hello');
  });

  test('connects to the vetted address and does not ask the resolver again', async () => {
    const port = await serve((req, res) => res.end(req.headers.host));
    let asked = 0;
    const http = guardedFetch({
      allow: `vendor.test:${port}`,
      resolve: async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['203.0.113.9'];
      },
    });
    expect(await (await http(`http://vendor.test:${port}/`)).text()).toBe(`vendor.test:${port}`);
    expect(asked).toBe(1);
  });

  test('tries the next address only while nothing was sent', async () => {
    const port = await serve((_req, res) => res.end('second'));
    const http = guardedFetch({ allow: `vendor.test:${port}`, resolve: async () => ['127.0.0.99', '127.0.0.1'] });
    expect(await (await http(`http://vendor.test:${port}/`)).text()).toBe('second');
  });

  test('never tries the next address once the request has left: that would be a second payment', async () => {
    const first = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const port = await listening(first);
    let second = 0;
    const other = createServer((_req, res) => {
      second += 1;
      res.end();
    });
    open.push(other);
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.2', resolve));
    const http = guardedFetch({ allow: `vendor.test:${port}`, resolve: async () => ['127.0.0.1', '127.0.0.2'] });
    const call = http(`http://vendor.test:${port}/`, { method: 'POST', body: 'pay' });
    expect(await failure(call)).toMatchObject({ kind: 'closed', sent: true });
    expect(second).toBe(0);
  });

  test('follows no redirect', async () => {
    const port = await serve((_req, res) => res.writeHead(302, { location: 'http://169.254.169.254/' }).end());
    const answer = await guardedFetch({ allow: `127.0.0.1:${port}` })(`http://127.0.0.1:${port}/`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://169.254.169.254/');
  });

  test('carries method, headers and body bytes', async () => {
    const port = await serve((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk) => chunks.push(chunk));
      req.on('end', () => {
        res.setHeader('set-cookie', ['a=1', 'b=2']);
        res.statusCode = 201;
        res.end(
          JSON.stringify({ method: req.method, x: req.headers['x-test'], body: Buffer.concat(chunks).toString('hex') }),
        );
      });
    });
    const answer = await guardedFetch({ allow: `127.0.0.1:${port}` })(`http://127.0.0.1:${port}/p?q=1`, {
      method: 'POST',
      headers: { 'X-Test': 'y' },
      body: Uint8Array.of(0, 255, 10),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.json()).toEqual({ method: 'POST', x: 'y', body: '00ff0a' });
  });

  test('an answer beyond the limit is cut off', async () => {
    const port = await serve((_req, res) => res.end(Buffer.alloc(2000)));
    const http = guardedFetch({ allow: `127.0.0.1:${port}`, maxBytes: 1000 });
    expect(await failure(http(`http://127.0.0.1:${port}/`))).toMatchObject({ kind: 'too_large', sent: true });
  });

  test('says whether the request left: refused connection no, silent server and torn answer yes', async () => {
    const free = await serve((_req, res) => res.end());
    await new Promise((resolve) => (open.pop() as Server).close(resolve));
    expect(await failure(guardedFetch({ allow: `127.0.0.1:${free}` })(`http://127.0.0.1:${free}/`))).toMatchObject({
      kind: 'unreachable',
      sent: false,
    });
    const silent = await serve(() => undefined);
    const slow = guardedFetch({ allow: `127.0.0.1:${silent}`, timeoutMs: 80 });
    expect(await failure(slow(`http://127.0.0.1:${silent}/`))).toMatchObject({ kind: 'timeout', sent: true });
    (open[open.length - 1] as Server).closeAllConnections();
    const torn = await listening(
      createTcpServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf')),
      ),
    );
    const http = guardedFetch({ allow: `127.0.0.1:${torn}` });
    expect(await failure(http(`http://127.0.0.1:${torn}/`))).toMatchObject({ kind: 'closed', sent: true });
    const dropped = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const dropping = guardedFetch({ allow: `127.0.0.1:${dropped}` });
    expect(await failure(dropping(`http://127.0.0.1:${dropped}/`))).toMatchObject({ kind: 'closed', sent: true });
  });

  test('an abort by the caller names whether the request left', async () => {
    const port = await serve(() => undefined);
    const http = guardedFetch({ allow: `127.0.0.1:${port}` });
    const controller = new AbortController();
    const pending = failure(http(`http://127.0.0.1:${port}/`, { signal: controller.signal }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    expect(await pending).toMatchObject({ kind: 'aborted', sent: true });
    (open[open.length - 1] as Server).closeAllConnections();
  });
});
