import { once } from 'node:events';
import { connect } from 'node:net';
import { neonConfig } from '@neondatabase/serverless';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export interface NeonRelay {
  port: number;
  /** Connections relayed so far: tells a test that its queries really took this way. */
  connections(): number;
  stop(): Promise<void>;
}

const bufferedBytesMax = 1 << 20;

/** Points Neon's driver, in this process, at a relay. Over loopback there is no TLS, and coalescing would only add waits. */
export function speakThroughRelay(port: number): void {
  neonConfig.webSocketConstructor = WebSocket;
  neonConfig.wsProxy = (host, pgPort) => `127.0.0.1:${port}/v1?address=${host}:${pgPort}`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  neonConfig.pipelineTLS = false;
  neonConfig.coalesceWrites = false;
}

/** What Neon runs in front of its computes: PostgreSQL's bytes inside WebSocket messages. */
export async function startNeonRelay(pgPort: number): Promise<NeonRelay> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  let connections = 0;
  server.on('connection', (socket, request) => {
    const wanted = new URL(request.url ?? '/', 'http://relay').searchParams.get('address');
    // Without this check it would be an open proxy into the loopback network.
    if (wanted !== `127.0.0.1:${pgPort}` && wanted !== `localhost:${pgPort}`)
      return socket.close(1008, 'address refused');
    connections += 1;
    const upstream = connect(pgPort, '127.0.0.1');
    upstream.setNoDelay(true);
    upstream.on('data', (bytes: Buffer) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(bytes, () => upstream.resume());
      if (socket.bufferedAmount > bufferedBytesMax) upstream.pause();
    });
    upstream.on('close', () => socket.close());
    upstream.on('error', () => socket.close());
    socket.on('message', (message: RawData) => upstream.write(bytesOf(message)));
    socket.on('close', () => upstream.end());
    socket.on('error', () => upstream.destroy());
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    connections: () => connections,
    stop: async () => {
      for (const client of server.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function bytesOf(message: RawData): Uint8Array {
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  return Array.isArray(message) ? Buffer.concat(message) : message;
}
