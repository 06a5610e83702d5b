import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Market } from '../../market/market';
import { formatPoints } from '../../market/market';
import type { Hosted, Mt5Emulator } from './emulator';
import { Retcode } from './types';

const login = z.int();
const by = z.enum(['client', 'dealer']).default('client');
const profile = z.enum(['cautious', 'swing', 'day', 'scalper', 'gambler', 'lively']);
const order = z.object({
  login,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  lots: z.string(),
  stopLoss: z.string().exactOptional(),
  takeProfit: z.string().exactOptional(),
  comment: z.string().exactOptional(),
});
const fault = z.object({
  kind: z.enum([
    'lost_before',
    'lost_after',
    'late_commit',
    'half_frame',
    'html',
    'slow',
    'retcode',
    'wrong_h2',
    'garbled',
  ]),
  path: z.string().exactOptional(),
  times: z.int().exactOptional(),
  skip: z.int().exactOptional(),
  probability: z.number().exactOptional(),
  delayMs: z.int().exactOptional(),
  retcode: z.int().exactOptional(),
  status: z.int().exactOptional(),
  committed: z.boolean().exactOptional(),
});

type Verb = (input: unknown) => unknown;
const verb =
  <T>(schema: z.ZodType<T>, run: (input: T) => unknown): Verb =>
  (input) =>
    run(schema.parse(input)) ?? {};

function verbsOf({ control, journal }: Mt5Emulator, market: Market): Readonly<Record<string, Verb>> {
  const nothing = z.object({});
  return {
    open: verb(order, (input) => control.open(input)),
    close: verb(z.object({ position: z.string(), lots: z.string().exactOptional(), by }), (input) =>
      control.close(input.position, input.lots, input.by),
    ),
    'close-all': verb(z.object({ login, by }), (input) => control.closeAll(input.login, input.by)),
    edit: verb(
      z.object({
        login,
        leverage: z.int().exactOptional(),
        group: z.string().exactOptional(),
        rights: z.int().exactOptional(),
      }),
      ({ login: of, ...change }) => control.edit(of, change),
    ),
    post: verb(z.object({ login, action: z.int(), amount: z.string(), comment: z.string() }), (input) => ({
      deal: control.post(input.login, input.action, input.amount, input.comment),
    })),
    'edit-deal': verb(
      z.object({
        ticket: z.string(),
        profit: z.string().exactOptional(),
        comment: z.string().exactOptional(),
        shiftMs: z.int().exactOptional(),
      }),
      ({ ticket, ...edit }) => control.editDeal(ticket, edit),
    ),
    'delete-deal': verb(z.object({ ticket: z.string() }), ({ ticket }) => control.deleteDeal(ticket)),
    'attach-trader': verb(z.object({ login, profile, seed: z.int() }), (input) =>
      control.attachTrader(input.login, input.profile, input.seed),
    ),
    'detach-trader': verb(z.object({ login }), (input) => control.detachTrader(input.login)),
    'add-fault': verb(fault, (input) => control.addFault(input)),
    'clear-faults': verb(nothing, () => control.clearFaults()),
    'settle-late': verb(nothing, () => control.settleLate()),
    'drop-connections': verb(nothing, () => control.dropConnections()),
    restart: verb(z.object({ outageMs: z.int().default(0) }), (input) => control.restart(input.outageMs)),
    'rotate-password': verb(z.object({ apiPassword: z.string() }), (input) =>
      control.rotatePassword(input.apiPassword),
    ),
    permissions: verb(
      z.object({ permissions: z.array(z.enum(['read', 'accounts', 'accountant', 'trades'])) }),
      (input) => control.setPermissions(input.permissions),
    ),
    clock: verb(
      z.object({
        skewMs: z.int().exactOptional(),
        zone: z.object({ iana: z.string(), plusMinutes: z.int() }).exactOptional(),
      }),
      (input) => control.setClock(input),
    ),
    account: verb(z.object({ login }), (input) => control.account(input.login)),
    logins: verb(nothing, () => control.logins()),
    journal: verb(z.object({ path: z.string().exactOptional() }), (input) => journal.entries(input.path)),
    quotes: verb(nothing, () =>
      market.symbols.flatMap((symbol) => {
        const tick = market.quote(symbol);
        return tick
          ? [
              {
                symbol,
                bid: formatPoints(tick.bidPoints, tick.digits),
                ask: formatPoints(tick.askPoints, tick.digits),
                at: tick.at,
              },
            ]
          : [];
      }),
    ),
  };
}

/** `POST /<verb>` with a JSON body and the token: how another process moves the emulator. 127.0.0.1 only. */
export async function hostMt5Control(
  emulator: Mt5Emulator,
  market: Market,
  options: { readonly token: string; readonly port?: number },
): Promise<Hosted> {
  const verbs = verbsOf(emulator, market);
  const expected = Buffer.from(`Bearer ${options.token}`);
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return answer(401, { error: 'token' });
    const found = verbs[(request.url ?? '/').slice(1)];
    if (!found || request.method !== 'POST') return answer(404, { error: 'unknown verb' });
    readJson(request)
      .then((input) => answer(200, found(input)))
      .catch((error) =>
        answer(error instanceof Retcode ? 409 : 400, { error: error instanceof Error ? error.message : 'bad request' }),
      );
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A TCP server that listens has an address of this shape.
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, close };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
