import pg from 'pg';

export type Listener = {
  readonly onNotice: (payload: string) => void;
  /** After every (re)connection: what was told in between is lost. */
  readonly onUp: () => void;
  readonly onDown: (error: Error) => void;
};

export type Listening = { stop(): Promise<void> };

const pulseMs = 30_000;
const slowestRetryMs = 15_000;

/** LISTEN needs a connection of its own that stays: a transaction pooler hands it to somebody else, so Neon's pooled hosts cannot. */
export const canListen = (url: string): boolean => !new URL(url).hostname.includes('-pooler.');

/** One connection that listens for as long as the process lives, and comes back by itself. */
export function listenOn(url: string, channel: string, { onNotice, onUp, onDown }: Listener): Listening {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let stopped = false;

  const lose = (lost: pg.Client, error: Error) => {
    if (client !== lost) return;
    client = null;
    void lost.end().catch(() => undefined); // it is gone already
    if (stopped) return;
    onDown(error);
    failures += 1;
    retry = setTimeout(() => void open(), Math.min(slowestRetryMs, 250 * 2 ** Math.min(failures, 6)));
  };
  const open = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'live' });
    client = next;
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next, new Error('the connection ended')));
    next.on('notification', (notice) => {
      if (notice.payload) onNotice(notice.payload);
    });
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      failures = 0;
      onUp();
    } catch (error) {
      lose(next, error as Error); // pg throws errors
    }
  };
  // A peer that vanished without a word is noticed by asking.
  const pulse = setInterval(() => {
    const asked = client;
    asked?.query('select 1').catch((error: Error) => lose(asked, error));
  }, pulseMs);
  pulse.unref();
  void open();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(pulse);
      clearTimeout(retry);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined); // it is gone already
    },
  };
}
