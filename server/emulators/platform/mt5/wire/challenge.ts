import { createHash } from 'node:crypto';

const md5 = (...parts: Buffer[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The server's half of the challenge. Written from the vendor's text, apart from any client: a shared mistake would prove nothing. */
export class Challenge {
  readonly #key: Buffer;

  constructor(password: string) {
    const inner = md5(Buffer.from(password, 'utf16le'));
    this.#key = md5(inner, Buffer.from('WebAPI', 'ascii'));
  }

  answerTo(randHex: string): string {
    return md5(this.#key, Buffer.from(randHex, 'hex')).toString('hex');
  }
}
