import type { FaultPlan } from '../faults';

export type Received = { readonly from: string; readonly to: readonly string[]; readonly raw: Uint8Array };
export type SessionOptions = {
  readonly host: string;
  readonly faults: FaultPlan;
  readonly maxBytes: number;
  /** Log-ins that are taken; none means that nobody needs one. */
  readonly logins: ReadonlyMap<string, string>;
  deliver(message: Received): void;
};
/** Bytes in, bytes out; `close` ends the connection, `drop` cuts it without a word. */
export type SessionOutput = { readonly reply: string; readonly end: 'no' | 'close' | 'drop' };

const goOn = (reply: string): SessionOutput => ({ reply: `${reply}\r\n`, end: 'no' });
const path = /^(FROM|TO):\s*<([^<>\s]*)>((?:\s+\S+)*)$/i;

/** RFC 5321, as much as a mailbox needs, without short cuts: order of commands, dot stuffing, size, enhanced codes. */
export class SmtpSession {
  private buffer = Buffer.alloc(0);
  private helloed = false;
  private loggedIn = false;
  private from: string | null = null;
  private to: string[] = [];
  private inData = false;
  private loginStep: { readonly user: string | null } | null = null;

  constructor(private readonly options: SessionOptions) {}

  greet(): string {
    return `220 ${this.options.host} ESMTP\r\n`;
  }

  feed(bytes: Uint8Array): SessionOutput {
    this.buffer = Buffer.concat([this.buffer, bytes]);
    let reply = '';
    for (;;) {
      const output = this.inData ? this.data() : this.line();
      if (!output) return { reply, end: 'no' };
      reply += output.reply;
      if (output.end !== 'no') return { reply, end: output.end };
    }
  }

  private line(): SessionOutput | null {
    const end = this.buffer.indexOf('\r\n');
    if (end < 0) return this.buffer.length > 4096 ? { reply: '500 5.5.2 line too long\r\n', end: 'close' } : null;
    const text = this.buffer.subarray(0, end).toString('utf8');
    this.buffer = this.buffer.subarray(end + 2);
    if (this.loginStep) return this.continueLogin(text);
    const [verb = ''] = text.split(' ');
    return this.command(verb.toUpperCase(), text.slice(verb.length).trim());
  }

  private command(verb: string, rest: string): SessionOutput {
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        this.helloed = true;
        this.reset();
        return verb === 'HELO' ? goOn(`250 ${this.options.host}`) : goOn(this.capabilities());
      case 'AUTH':
        return this.login(rest);
      case 'MAIL':
        return this.mail(rest);
      case 'RCPT':
        return this.recipient(rest);
      case 'DATA':
        if (this.from === null || this.to.length === 0) return goOn('503 5.5.1 no sender or recipient');
        this.inData = true;
        return goOn('354 go ahead');
      case 'RSET':
        this.reset();
        return goOn('250 2.0.0 ok');
      case 'NOOP':
        return goOn('250 2.0.0 ok');
      case 'QUIT':
        return { reply: '221 2.0.0 bye\r\n', end: 'close' };
      default:
        return goOn('502 5.5.1 unknown command');
    }
  }

  private capabilities(): string {
    const offers = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', `SIZE ${this.options.maxBytes}`];
    if (this.options.logins.size > 0) offers.push('AUTH PLAIN LOGIN');
    return [this.options.host, ...offers]
      .map((line, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${line}`)
      .join('\r\n');
  }

  private login(rest: string): SessionOutput {
    const [mechanism = '', initial] = rest.split(' ');
    if (mechanism.toUpperCase() === 'LOGIN') {
      this.loginStep = { user: null };
      return goOn('334 VXNlcm5hbWU6');
    }
    if (mechanism.toUpperCase() !== 'PLAIN' || !initial) return goOn('504 5.5.4 mechanism not supported');
    const [, user = '', password = ''] = Buffer.from(initial, 'base64').toString('utf8').split('\u0000');
    return this.check(user, password);
  }

  private continueLogin(text: string): SessionOutput {
    const word = Buffer.from(text, 'base64').toString('utf8');
    if (this.loginStep?.user === null) {
      this.loginStep = { user: word };
      return goOn('334 UGFzc3dvcmQ6');
    }
    const user = this.loginStep?.user ?? '';
    this.loginStep = null;
    return this.check(user, word);
  }

  private check(user: string, password: string): SessionOutput {
    this.loggedIn = this.options.logins.has(user) && this.options.logins.get(user) === password;
    return goOn(this.loggedIn ? '235 2.7.0 welcome' : '535 5.7.8 wrong user or password');
  }

  private mail(rest: string): SessionOutput {
    if (!this.helloed) return goOn('503 5.5.1 say EHLO first');
    if (this.options.logins.size > 0 && !this.loggedIn) return goOn('530 5.7.0 log in first');
    if (this.from !== null) return goOn('503 5.5.1 sender given already');
    const match = path.exec(rest);
    if (match?.[1]?.toUpperCase() !== 'FROM') return goOn('501 5.5.4 not an address');
    const size = /\bSIZE=(\d+)/i.exec(match[3] ?? '')?.[1];
    if (size && Number(size) > this.options.maxBytes) return goOn('552 5.3.4 too big');
    this.from = match[2] ?? '';
    return goOn('250 2.1.0 ok');
  }

  private recipient(rest: string): SessionOutput {
    if (this.from === null) return goOn('503 5.5.1 who sends?');
    const match = path.exec(rest);
    const address = match?.[2] ?? '';
    if (match?.[1]?.toUpperCase() !== 'TO' || !address.includes('@')) return goOn('501 5.1.3 not an address');
    const fault = this.options.faults.take('rcpt', new Set(['greylist', 'unknown_user', 'drop_before']));
    if (fault?.kind === 'greylist') return goOn('451 4.7.1 come back later');
    if (fault?.kind === 'unknown_user') return goOn('550 5.1.1 nobody of that name');
    if (fault) return { reply: '', end: 'drop' };
    this.to.push(address);
    return goOn('250 2.1.5 ok');
  }

  private data(): SessionOutput | null {
    const end = this.buffer.indexOf('\r\n.\r\n');
    const empty = this.buffer.subarray(0, 3).toString('latin1') === '.\r\n';
    if (end < 0 && !empty) return null;
    const raw = empty ? Buffer.alloc(0) : this.buffer.subarray(0, end + 2);
    this.buffer = this.buffer.subarray(empty ? 3 : end + 5);
    this.inData = false;
    const message = { from: this.from ?? '', to: this.to, raw: unstuffed(raw) };
    this.reset();
    if (message.raw.length > this.options.maxBytes) return goOn('552 5.3.4 too big');
    const fault = this.options.faults.take('data', new Set(['drop_before', 'drop_after', 'reject', 'defer']));
    if (fault?.kind === 'drop_before') return { reply: '', end: 'drop' };
    if (fault?.kind === 'reject') return goOn('554 5.7.1 refused as spam');
    if (fault?.kind === 'defer') return goOn('451 4.3.0 try again');
    this.options.deliver(message);
    return fault ? { reply: '', end: 'drop' } : goOn('250 2.0.0 taken');
  }

  private reset(): void {
    this.from = null;
    this.to = [];
  }
}

/** A leading dot was doubled by the sender. */
function unstuffed(raw: Buffer): Uint8Array {
  return Buffer.from(raw.toString('latin1').replace(/(^|\r\n)\.\./g, '$1.'), 'latin1');
}
