import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import superjson, { type SuperJSONResult } from 'superjson';
import { z } from 'zod';

export type Surface = 'portal' | 'desk' | 'platform';
export type Place = { readonly tenant: string; readonly surface: Surface };

/** What the product answered instead of doing it; the reason is the key a screen would show a sentence for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly call: string,
    readonly status: number,
    readonly kind: string,
    readonly reason: string,
    readonly detail: unknown = null,
  ) {
    super(`${call} was refused: ${reason} (${status})${detail ? ` ${JSON.stringify(detail)}` : ''}`);
  }
}

const Wire = z.custom<SuperJSONResult>((value) => typeof value === 'object' && value !== null && 'json' in value);
const Answer = z.object({ result: z.object({ data: Wire }) });
const Failure = z.object({
  message: z.string(),
  data: z.object({
    refusal: z.object({ kind: z.string(), reason: z.string(), detail: z.unknown().optional() }).nullable(),
    reference: z.string().nullish(),
  }),
});

/** Cookies, place and address of one person's browser; knows of the product only what goes over the wire. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly site: string,
    readonly place: Place,
    private readonly who: { readonly device: string; readonly address: string },
  ) {
    this.cookies.set('bos-device', who.device);
  }

  async query<T>(call: string, input: unknown, answer: z.ZodType<T>): Promise<T> {
    const asked = encodeURIComponent(JSON.stringify(superjson.serialize(input)));
    return this.read(call, await this.send(`/api/trpc/${call}?input=${asked}`), answer);
  }

  /** One key per call: a reply that was lost on the way is asked for again and the deed is done once. */
  async mutate<T>(call: string, input: unknown, answer: z.ZodType<T>): Promise<T> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(superjson.serialize(input)),
    };
    let response = await this.send(`/api/trpc/${call}`, init);
    // A house that says it is too busy is asked again with the same key, as a person presses the button again.
    for (let pause = 1_000; response.status === 503 && pause <= 4_000; pause *= 2) {
      await sleep(pause);
      response = await this.send(`/api/trpc/${call}`, init);
    }
    return this.read(call, response, answer);
  }

  /** The ticket of a sign-in becomes the session cookie of this place, by the same two calls a page makes. */
  async enter(ticket: string): Promise<void> {
    const { csrfToken } = z
      .object({ csrfToken: z.string() })
      .parse(await (await this.send('/api/auth/csrf', {})).json());
    const response = await this.send('/api/auth/callback/ticket', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ticket, redirect: 'false', csrfToken, json: 'true' }).toString(),
    });
    if (!response.ok) throw new Refused('sign-in', response.status, 'unauthenticated', 'ticket_not_taken');
  }

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('x-tenant', this.place.tenant);
    headers.set('x-surface', this.place.surface);
    headers.set('x-forwarded-for', this.who.address);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    if (init.method) headers.set('origin', new URL(this.site).origin);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(new URL(path, this.site), { ...init, headers, redirect: 'manual' });
        this.keep(response);
        return response;
      } catch (error) {
        if (attempt >= 3) throw error;
      }
    }
  }

  private keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  private async read<T>(call: string, response: Response, answer: z.ZodType<T>): Promise<T> {
    const text = await response.text();
    const body = parsed(text);
    const good = Answer.safeParse(body);
    if (good.success) return answer.parse(superjson.deserialize(good.data.result.data));
    const error = z.object({ error: Wire }).safeParse(body);
    const failure = error.success ? Failure.safeParse(superjson.deserialize(error.data.error)) : null;
    if (!failure?.success) throw new Refused(call, response.status, 'broken', text.slice(0, 200));
    const { refusal, reference } = failure.data.data;
    if (refusal) throw new Refused(call, response.status, refusal.kind, refusal.reason, refusal.detail ?? null);
    throw new Refused(call, response.status, 'broken', failure.data.message, { reference });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
