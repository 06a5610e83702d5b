import { randomBytes } from 'node:crypto';
import type { Credential, Ctx } from '@/server/kernel/context';
import { uuidFromId } from '@/server/kernel/ids';
import { openSession, signInWithPassword } from '@/server/modules/identity';
import { hours, type Where, type World } from './world';

export const newPassword = (): string =>
  `${randomBytes(6).toString('base64url')}-${randomBytes(6).toString('base64url')}`;

const anonymous: Credential = { kind: 'anonymous' };
const freshFor = 8 * 60_000;

type Facts = { readonly ip: string; readonly userAgent: string; readonly deviceId?: string };

/** Somebody who signs in with a password when a deed needs it, as people do: in the morning, and before dangerous verbs. */
export class Visitor {
  #session: { readonly credential: Credential; readonly at: number } | null = null;

  constructor(
    private readonly world: World,
    private readonly tenant: Where,
    private readonly surface: 'desk' | 'portal',
    readonly name: string,
    readonly email: string,
    readonly password: string,
    private readonly facts: Facts,
  ) {}

  anonymous(): Ctx {
    return this.world.ctx(this.tenant, anonymous, { request: this.#request() });
  }

  /** `isFresh`: with a step-up that still holds. */
  async ctx(isFresh = false): Promise<Ctx> {
    const age = this.world.now().getTime() - (this.#session?.at ?? 0);
    // Nobody's page is open here and keeps the session awake: after the rest that ends one, he signs in again.
    const lasts = isFresh ? freshFor : hours(this.surface === 'desk' ? 3.9 : 0.9);
    if (!this.#session || age > lasts) await this.#signIn();
    return this.world.ctx(this.tenant, this.#session?.credential ?? anonymous, { request: this.#request() });
  }

  async #signIn(): Promise<void> {
    const { surface, email, password } = this;
    const step = await signInWithPassword(this.anonymous(), { surface, email, password });
    if (step.step !== 'ticket') throw new Error(`${email} has a second factor`);
    await this.take(step.ticket);
  }

  async take(ticket: string): Promise<void> {
    const { sessionId, surface } = await openSession(this.anonymous(), { ticket });
    const credential: Credential = { kind: 'session', sessionId: uuidFromId('session', sessionId), surface };
    this.#session = { credential, at: this.world.now().getTime() };
  }

  #request() {
    return { id: crypto.randomUUID(), ...this.facts };
  }
}

/** The link of the newest letter to an address, read in the demo's own mailbox. */
function linkFromMail(world: World, email: string): string {
  const letter = world.estate.mail
    .messages()
    .filter(({ envelope }) => envelope.to.includes(email))
    .at(-1);
  const link = /https?:\/\/\S+/.exec(letter?.text ?? '')?.[0];
  if (!link) throw new Error(`no link was mailed to ${email}`);
  return link;
}

export const tokenFromMail = (world: World, email: string): string =>
  new URL(linkFromMail(world, email)).searchParams.get('token') ?? '';

/** Mondays to Fridays, half past eight to half past five in Nicosia, which is within the hours of all our staff. */
export function inOfficeHours(at: Date, spread = 0): Date {
  const moment = new Date(at);
  const [opens, closes] = [6.5, 15.5];
  for (;;) {
    const day = moment.getUTCDay();
    const hour = moment.getUTCHours() + moment.getUTCMinutes() / 60;
    const isWorkday = day >= 1 && day <= 5;
    if (isWorkday && hour >= opens && hour < closes) return moment;
    if (!isWorkday || hour >= closes) moment.setUTCDate(moment.getUTCDate() + 1);
    const minutes = opens * 60 + spread * 90;
    moment.setUTCHours(Math.floor(minutes / 60), Math.floor(minutes % 60), Math.floor(spread * 59), 0);
  }
}
