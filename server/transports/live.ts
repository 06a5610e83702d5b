import type { Actor, Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import { peek } from '@/server/kernel/run-query';
import { ctxOf } from './composition';
import { type LiveHub, liveHub, memoryMs, type Notice, type Subscriber } from './live-hub';
import { everything, heardBy } from './live-topics';
import { callerOf } from './session';

export type LiveOptions = {
  readonly beatMs?: number;
  readonly recheckMs?: number;
  readonly ctxFor?: (headers: Headers) => Promise<Ctx>;
  readonly hub?: LiveHub;
};

const beatMs = 15_000;
const recheckMs = 30_000;
const retryMs = 3_000;
/** Bytes that may wait for a slow reader; beyond it hears once that it missed something. */
const bufferBytes = 64 * 1_024;
/** Whose buffer stays full for so many beats reads no more. */
const slowBeatsMax = 4;
const idsPerTopic = 20;
const utf8 = new TextEncoder();

const sayNo = (status: number, reason: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { message: reason } }, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** A browser cannot put headers on an event stream, so tenant and surface may stand in the address. The host's own word wins. */
async function ctxFromAddress(headers: Headers): Promise<Ctx> {
  return ctxOf(await callerOf(headers));
}

function headersOf(request: Request): Headers {
  const headers = new Headers(request.headers);
  const { searchParams } = new URL(request.url);
  for (const name of ['tenant', 'surface']) {
    const value = searchParams.get(name);
    if (value && !headers.has(`x-${name}`)) headers.set(`x-${name}`, value);
  }
  return headers;
}

type Present = { readonly tenantId: string; readonly actor: Actor };

/** Who listens, as the session's row says now; null when there is nobody. */
async function whoIs(ctx: Ctx): Promise<Present | null> {
  try {
    return await peek(ctx, async ({ tenant, actor }) =>
      actor.sessionId && (actor.kind === 'staff' || actor.kind === 'client') ? { tenantId: tenant.id, actor } : null,
    );
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Hints for screens as server-sent events: what may have changed, never what it is now. */
export async function liveResponse(request: Request, options: LiveOptions = {}): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return sayNo(403, 'cross_site_request');
  const headers = headersOf(request);
  const ctx = await (options.ctxFor ?? ctxFromAddress)(headers);
  const hub = options.hub ?? liveHub(ctx.log);
  // 204 tells an EventSource to stay away.
  if (!hub) return new Response(null, { status: 204 });
  const present = await whoIs(ctx);
  if (!present) return sayNo(401, 'sign_in_first');
  const stream = new LiveStream(ctx, hub, present, options);
  const refused = hub.join(stream);
  if (refused) return sayNo(refused === 'busy' ? 503 : 429, refused, { 'retry-after': '30' });
  request.signal.addEventListener('abort', () => stream.close('gone'), { once: true });
  const age = Number(new URL(request.url).searchParams.get('age'));
  stream.greet(request.headers.get('last-event-id'), Number.isFinite(age) && age > 0 ? age : 0);
  return new Response(stream.body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform keeps compressing middleware from holding events back.
      'cache-control': 'no-cache, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

class LiveStream implements Subscriber {
  readonly tenantId: string;
  readonly session: string;
  readonly body: ReadableStream<Uint8Array>;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private readonly timers: NodeJS.Timeout[];
  private hasMissed = false;
  private slowBeats = 0;
  private actor: Actor;
  private version = 0;

  constructor(
    private readonly ctx: Ctx,
    private readonly hub: LiveHub,
    { tenantId, actor }: Present,
    options: LiveOptions,
  ) {
    this.tenantId = tenantId;
    this.actor = actor;
    this.session = actor.sessionId ?? '';
    this.body = new ReadableStream(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => {
          if (this.hasMissed) this.reset();
        },
        cancel: () => this.close('gone'),
      },
      { highWaterMark: bufferBytes, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    this.timers = [
      setInterval(() => this.beat(), options.beatMs ?? beatMs),
      setInterval(() => void this.recheck(), options.recheckMs ?? recheckMs),
    ];
    for (const timer of this.timers) timer.unref();
  }

  /** First words: whether what the page shows may be older than what was said before it came. */
  greet(lastEventId: string | null, pageAgeMs: number): void {
    const missed = lastEventId
      ? this.hub.after(this.tenantId, Number(lastEventId))
      : this.hub.recent(this.tenantId, Math.min(pageAgeMs, memoryMs + 1));
    this.write(`retry: ${retryMs}\nevent: hello\ndata: ${JSON.stringify({ reset: missed === null })}\n\n`);
    for (const notice of missed ?? []) this.hear(notice);
  }

  hear(notice: Notice): void {
    if (notice.hints.some((hint) => hint.topic === everything)) {
      this.reset();
      return;
    }
    const ids = new Map<string, Set<string | null>>();
    for (const hint of notice.hints) {
      const heard = heardBy(this.actor, hint);
      if (heard) ids.set(heard.topic, (ids.get(heard.topic) ?? new Set()).add(heard.id));
      if (hint.id === this.session || hint.id === this.actor.userId) void this.recheck();
    }
    this.version = notice.version;
    if (ids.size === 0) return;
    const hints = [...ids].flatMap(([topic, set]) =>
      set.size > idsPerTopic ? [{ topic, id: null }] : [...set].map((id) => ({ topic, id })),
    );
    this.write(`id: ${notice.version}\nevent: hints\ndata: ${JSON.stringify({ version: notice.version, hints })}\n\n`);
  }

  reset(): void {
    this.hasMissed = false;
    this.write(`event: reset\ndata: {}\n\n`);
  }

  close(reason: string): void {
    if (!this.controller) return;
    if (reason !== 'gone') this.write(`event: bye\ndata: ${JSON.stringify({ reason })}\n\n`);
    const { controller } = this;
    this.controller = undefined;
    for (const timer of this.timers) clearInterval(timer);
    this.hub.leave(this);
    try {
      controller.close();
    } catch {
      // The reader was faster.
    }
  }

  /** A comment keeps proxies from closing; the event tells the page, which does not see comments, that we are here. */
  private beat(): void {
    this.slowBeats = this.hasMissed ? this.slowBeats + 1 : 0;
    const id = this.version > 0 ? `id: ${this.version}\n` : '';
    if (this.slowBeats > slowBeatsMax) this.close('too_slow');
    else if (this.hub.isUp()) this.write(`: beat\n${id}event: beat\ndata: ${this.version}\n\n`);
  }

  private async recheck(): Promise<void> {
    try {
      const present = await whoIs({ ...this.ctx });
      if (!present) return this.close('session_ended');
      this.actor = present.actor;
    } catch (error) {
      this.ctx.log.error('live_recheck', error);
    }
  }

  private write(text: string): void {
    if (!this.controller) return;
    if ((this.controller.desiredSize ?? 0) <= 0) {
      this.hasMissed = true;
      return;
    }
    this.controller.enqueue(utf8.encode(text));
  }
}
