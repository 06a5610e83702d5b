import { z } from 'zod';

const Sandbox = z.object({
  stripe: z.object({ account: z.string(), url: z.string() }),
  sumsub: z.object({ client: z.string(), url: z.string() }),
  bank: z.object({ token: z.string(), url: z.string() }),
  mt5: z.object({ controlPort: z.number() }),
});
const Position = z.object({ ticket: z.string(), symbol: z.string(), side: z.enum(['buy', 'sell']), lots: z.string() });
const PlatformAccount = z.object({
  login: z.number(),
  group: z.string(),
  leverage: z.number(),
  currency: z.string(),
  balance: z.string(),
  freeMargin: z.string(),
  positions: z.array(Position),
});
export type PlatformAccount = z.output<typeof PlatformAccount>;
const Trade = z.object({ retcode: z.number(), position: z.string().optional() });
export type Trade = z.output<typeof Trade>;
const Mail = z.object({ id: z.string(), subject: z.string(), text: z.string() });
const StripeTruth = z.object({
  payments: z.array(
    z.object({
      reference: z.string().nullable(),
      currency: z.string(),
      captured: z.number(),
      refunded: z.number(),
    }),
  ),
  conservation: z.record(z.string(), z.number()),
});
const BankTruth = z.object({
  payments: z.array(
    z.object({
      endToEndId: z.string(),
      status: z.string(),
      returned: z.boolean(),
      amount: z.string(),
      currency: z.string(),
    }),
  ),
  conservation: z.record(z.string(), z.string()),
});
const Anything = z.unknown();

export type Fault = { readonly on: string; readonly fault: { readonly kind: string; readonly times?: number } };

/** The vendors' side of the world, moved over their control endpoints and public pages: client, bank and trader in one. */
export class Vendors {
  private constructor(
    private readonly emulators: URL,
    private readonly token: string,
    private readonly sandbox: z.output<typeof Sandbox>,
  ) {}

  /** Vendor accounts of a tenant; asking again finds those that the product was connected with. */
  static async of(emulators: string, token: string, tenant: string): Promise<Vendors> {
    const response = await fetch(new URL('/sandbox', emulators), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ tenant, name: tenant }),
    });
    if (!response.ok) throw new Error(`the emulators answered ${response.status} to /sandbox`);
    return new Vendors(new URL(emulators), token, Sandbox.parse(await response.json()));
  }

  private async post<T>(url: string, body: unknown, answer: z.ZodType<T>): Promise<T> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'x-control-token': this.token,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
    return answer.parse(JSON.parse(text));
  }

  private mt5<T>(verb: string, body: unknown, answer: z.ZodType<T>): Promise<T> {
    return this.post(`http://127.0.0.1:${this.sandbox.mt5.controlPort}/${verb}`, body, answer);
  }

  trade(login: number, symbol: string, side: 'buy' | 'sell', lots: string): Promise<Trade> {
    return this.mt5('open', { login, symbol, side, lots }, Trade);
  }
  closePosition = (position: string): Promise<Trade> => this.mt5('close', { position }, Trade);
  platformAccount = (login: number): Promise<PlatformAccount> => this.mt5('account', { login }, PlatformAccount);
  logins = (): Promise<number[]> => this.mt5('logins', {}, z.array(z.number()));
  attachTrader = (login: number, profile: string, seed: number) =>
    this.mt5('attach-trader', { login, profile, seed }, Anything);
  detachTrader = (login: number) => this.mt5('detach-trader', { login }, Anything);
  quotes = () => this.mt5('quotes', {}, z.array(z.object({ symbol: z.string(), bid: z.string(), ask: z.string() })));
  /** A dealer's booking by hand in the vendor's own terminal (deal action 2: balance). */
  postByHand = (login: number, amount: string, comment: string) =>
    this.mt5('post', { login, action: 2, amount, comment }, Anything);

  stripeFaults = (rules: readonly Fault[]) =>
    this.post(`${this.sandbox.stripe.url}/__control/faults`, { rules }, Anything);
  stripeTruth = () =>
    this.post(`${this.sandbox.stripe.url}/__control/truth`, { account: this.sandbox.stripe.account }, StripeTruth);

  /** The card's bank sends a refund back that the PSP had called paid. */
  failRefund = (refund: string) =>
    this.post(
      `${this.sandbox.stripe.url}/__control/refund-fail`,
      { account: this.sandbox.stripe.account, refund },
      Anything,
    );

  async bankTruth(): Promise<z.output<typeof BankTruth>> {
    const url = `${this.sandbox.bank.url}/__truth?customer=${encodeURIComponent(this.sandbox.bank.token)}`;
    const response = await fetch(url, { headers: { 'x-control-token': this.token } });
    return BankTruth.parse(await response.json());
  }

  /** The hosted page of the PSP, filled in as a person does. False: the card was declined there. */
  async payOnPage(page: string, card: string, name: string): Promise<boolean> {
    const body = new URLSearchParams({ number: card, name, expiry: '12 / 34', cvc: '123' });
    const response = await fetch(page, { method: 'POST', body, redirect: 'manual' });
    return response.status === 303;
  }

  async mailsTo(address: string): Promise<z.output<typeof Mail>[]> {
    const web = new URL('/api/messages', this.emulators);
    web.port = String(Number(this.emulators.port) + 5);
    web.searchParams.set('to', address);
    const answer = z.object({ messages: z.array(Mail) });
    return answer.parse(await (await fetch(web)).json()).messages;
  }
}
