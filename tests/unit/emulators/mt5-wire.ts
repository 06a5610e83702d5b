import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';

export type RawAnswer = {
  readonly status: number;
  readonly text: string;
  readonly retcode: string;
  readonly answer: Record<string, unknown>;
  readonly list: Array<Record<string, string>>;
  readonly transId: string;
};

/** A third, tiny client written for these tests: raw HTTP/1.1 over one stream, so that neither side's habits hide the other's. */
export class RawConnection {
  #buffer = '';
  #wake: (() => void) | null = null;
  closed = false;

  constructor(readonly stream: Duplex) {
    const over = () => {
      this.closed = true;
      this.#wake?.();
    };
    stream.setEncoding('latin1');
    stream.on('data', (chunk: string) => {
      this.#buffer += chunk;
      this.#wake?.();
    });
    stream.on('end', over).on('close', over).on('error', over);
  }

  async call(path: string, body?: unknown): Promise<RawAnswer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const head = `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nHost: mt5\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
    this.stream.write(`${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const headers = await this.#until('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(headers)?.[1]);
    while (this.#buffer.length < length) await this.#more();
    const raw = Buffer.from(this.#buffer.slice(0, length), 'latin1').toString('utf8');
    this.#buffer = this.#buffer.slice(length);
    return parse(Number(headers.split(' ')[1]), raw);
  }

  async logIn(login: number, password: string): Promise<RawAnswer> {
    const start = await this.call(`/api/auth/start?version=4755&agent=Test&login=${login}&type=manager`);
    const rand = /"srv_rand":"([0-9a-f]+)"/.exec(start.text)?.[1] ?? '';
    return this.call(`/api/auth/answer?srv_rand_answer=${answerTo(password, rand)}&cli_rand=${'ab'.repeat(16)}`);
  }

  async #until(mark: string): Promise<string> {
    while (!this.#buffer.includes(mark)) await this.#more();
    const at = this.#buffer.indexOf(mark) + mark.length;
    const part = this.#buffer.slice(0, at);
    this.#buffer = this.#buffer.slice(at);
    return part;
  }

  async #more(): Promise<void> {
    if (this.closed) throw new Error('the connection was closed');
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

export function answerTo(password: string, rand: string): string {
  const md5 = (data: Buffer) => createHash('md5').update(data).digest();
  const key = md5(Buffer.concat([md5(Buffer.from(password, 'utf16le')), Buffer.from('WebAPI')]));
  return md5(Buffer.concat([key, Buffer.from(rand, 'hex')])).toString('hex');
}

function parse(status: number, text: string): RawAnswer {
  const value = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  const { answer } = value;
  return {
    status,
    text,
    retcode: String(value.retcode ?? ''),
    transId: String(value.trans_id ?? ''),
    answer: typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? { ...answer } : {},
    list: Array.isArray(answer) ? answer : [],
  };
}

/** Logs in on the first call and keeps the connection. */
export function mt5Wire(connect: () => Duplex, manager: { login: number; apiPassword: string }) {
  let connection: Promise<RawConnection> | null = null;
  const open = async () => {
    const made = new RawConnection(connect());
    await made.logIn(manager.login, manager.apiPassword);
    return made;
  };
  return {
    call: async (path: string, body?: unknown): Promise<RawAnswer> => {
      connection ??= open();
      return (await connection).call(path, body);
    },
  };
}
