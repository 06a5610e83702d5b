export type Parsed = {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string | null;
};

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

/** Bytes as latin-1 text, so that lengths and boundaries stay those of the wire. */
function split(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : raw.slice(end + 4) };
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decoded(part: Part): string {
  const encoding = (part.headers.get('content-transfer-encoding') ?? '7bit').toLowerCase();
  const charset = /charset="?([^";\s]+)/i.exec(part.headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  const bytes =
    encoding === 'base64'
      ? Buffer.from(part.body, 'base64')
      : encoding === 'quoted-printable'
        ? quotedPrintable(part.body)
        : Buffer.from(part.body, 'latin1');
  return new TextDecoder(charset).decode(bytes);
}

/** RFC 2047 words in headers. */
function words(text: string): string {
  const raw = text.replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1');
  const plain = /=\?/.test(raw) ? raw : Buffer.from(raw, 'latin1').toString('utf8');
  return plain.replace(/=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi, (_, charset: string, kind: string, body: string) => {
    const bytes = kind.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : quotedPrintable(body.replaceAll('_', ' '));
    return new TextDecoder(charset).decode(bytes);
  });
}

function leaves(part: Part, depth = 0): Part[] {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\//i.test(type) ? /boundary="?([^";]+)"?/i.exec(type)?.[1] : undefined;
  if (!boundary || depth > 5) return [part];
  const chunks = `\r\n${part.body}`.split(`\r\n--${boundary}`).slice(1);
  return chunks
    .filter((chunk) => !chunk.startsWith('--'))
    .flatMap((chunk) => leaves(split(chunk.replace(/^\r\n/, '')), depth + 1));
}

export function parseMail(raw: Uint8Array): Parsed {
  const whole = split(Buffer.from(raw).toString('latin1'));
  const parts = leaves(whole);
  const ofType = (type: string) =>
    parts.find((part) => (part.headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type));
  const [text, html] = [ofType('text/plain'), ofType('text/html')];
  const header = (name: string) => words(whole.headers.get(name) ?? '');
  return {
    subject: header('subject'),
    from: header('from'),
    to: header('to'),
    messageId: header('message-id'),
    text: text ? decoded(text) : '',
    html: html ? decoded(html) : null,
  };
}
