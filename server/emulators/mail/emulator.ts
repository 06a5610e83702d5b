import { createHmac } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type BookStore, Books, memoryStore } from '../books';
import { type FaultOptions, FaultPlan } from '../faults';
import { listen } from '../host';
import { type CallOut, type EmulatorClock, type EmulatorRng, realCallOut } from '../runtime';
import { parseMail } from './mime';
import { type Stored, serveMailbox, type TextMessage } from './pages';
import { deliveryStatus, type Failure, feedbackReport } from './reports';
import { type Received, SmtpSession } from './smtp-session';

export type MailEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
  readonly logins?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  /** What telephones of this demo got, shown beside the mail. */
  readonly texts?: () => readonly TextMessage[];
  /** Where mail to the return addresses is handed in, as an operator's mail server would. */
  readonly inbound?: { readonly url: string; readonly secret: string; readonly callOut?: CallOut };
};

export type MailEmulator = {
  readonly faults: FaultPlan;
  /** The mailbox pages and their JSON. */
  handle(request: Request): Promise<Response>;
  session(): SmtpSession;
  messages(): Stored[];
  /** Late word of a message that was taken; answers what the product said. */
  bounce(mail: Stored, failure: Failure): Promise<number>;
  complain(mail: Stored, type?: string): Promise<number>;
  snapshot(): string;
  restore(snapshot: string): void;
  listen(options?: {
    smtpPort?: number;
    webPort?: number;
  }): Promise<{ smtpPort: number; webPort: number; url: string; close(): Promise<void> }>;
};

/** A mail server that takes everything and sends nothing on: the demo's mailbox. */
export function createMailEmulator(options: MailEmulatorOptions): MailEmulator {
  const faults = new FaultPlan(options.rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const table = books.table<Stored>('mail.message');
  const deliver = ({ from, to, raw }: Received): void => {
    const parsed = parseMail(raw);
    // As receivers do that suppress duplicates (RFC 7352): the second copy of a message is taken and not kept.
    const isCopy = (kept: Stored) => kept.messageId === parsed.messageId && kept.envelope.to.join() === to.join();
    if (parsed.messageId && table.values().some(isCopy)) return;
    const id = String(books.next('mail.message'));
    const at = options.clock.now().toISOString();
    table.put(id, { id, at, envelope: { from, to }, size: raw.length, ...parsed });
    books.flush();
  };
  const session = () =>
    new SmtpSession({
      host: 'mailbox.demo',
      faults,
      maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
      logins: new Map(Object.entries(options.logins ?? {})),
      deliver,
    });
  const handIn = async (raw: string): Promise<number> => {
    if (!options.inbound) return 404;
    const { url, secret, callOut = realCallOut } = options.inbound;
    const seconds = Math.floor(options.clock.now().getTime() / 1_000);
    const v1 = createHmac('sha256', secret).update(`${seconds}.${raw}`).digest('hex');
    const headers = { 'content-type': 'message/rfc822', 'x-signature': `t=${seconds},v1=${v1}` };
    return (await callOut(url, { method: 'POST', headers, body: raw })).status;
  };
  const emulator: MailEmulator = {
    faults,
    bounce: (mail, failure) => handIn(deliveryStatus(mail, failure, options.clock.now())),
    complain: (mail, type = 'abuse') => handIn(feedbackReport(mail, type, options.clock.now())),
    handle: async (request) => {
      const [, id, deed] = /^\/api\/messages\/(\d+)\/(bounce|complain)$/.exec(new URL(request.url).pathname) ?? [];
      const mail = id && request.method === 'POST' ? table.get(id) : undefined;
      if (mail)
        return new Response(null, {
          status: await (deed === 'bounce' ? emulator.bounce(mail, { status: '5.1.1' }) : emulator.complain(mail)),
        });
      const response = serveMailbox(table, request, options.texts?.() ?? []);
      books.flush();
      return response;
    },
    session,
    messages: () => table.values(),
    snapshot: () => books.snapshot(),
    restore: (snapshot) => books.restore(snapshot),
    listen: async (at = {}) => {
      const web = await listen(emulator.handle, at.webPort === undefined ? {} : { port: at.webPort });
      const open = new Set<Socket>();
      const smtp = createServer((socket) => {
        open.add(socket);
        serve(session(), socket);
        socket.once('close', () => open.delete(socket));
      });
      await new Promise<void>((resolve, reject) => {
        smtp.once('error', reject);
        smtp.listen(at.smtpPort ?? 0, '127.0.0.1', resolve);
      });
      const close = async () => {
        for (const socket of open) socket.destroy();
        await new Promise((resolve) => smtp.close(resolve));
        await web.close();
      };
      return { smtpPort: (smtp.address() as AddressInfo).port, webPort: web.port, url: web.url, close };
    },
  };
  return emulator;
}

function serve(session: SmtpSession, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.write(session.greet());
  socket.on('data', (bytes) => {
    const { reply, end } = session.feed(bytes);
    if (end === 'drop') socket.destroy();
    else if (end === 'close') socket.end(reply);
    else if (reply !== '') socket.write(reply);
  });
}
