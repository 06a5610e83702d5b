import type { Table } from '../books';

export type Stored = {
  readonly id: string;
  readonly at: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string | null;
  readonly size: number;
};

export type TextMessage = {
  readonly createdAt: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly status: string;
};

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'self'; form-action 'none'";
const page = (title: string, body: string, status = 200): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f6f8fa;color:#1a1f36}main{max-width:60rem;margin:0 auto;padding:1.5rem}
table{width:100%;border-collapse:collapse;background:#fff}td,th{text-align:left;padding:.5rem .7rem;border-bottom:1px solid #e3e8ee}
iframe{width:100%;height:60vh;border:1px solid #c9d1da;background:#fff}pre{white-space:pre-wrap;background:#fff;padding:1rem;border:1px solid #e3e8ee}
</style></head><body><main>${body}</main></body></html>`,
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policy,
      },
    },
  );

function find(messages: readonly Stored[], url: URL): Stored[] {
  const to = url.searchParams.get('to')?.toLowerCase();
  const since = url.searchParams.get('since') ?? '';
  const subject = url.searchParams.get('subject')?.toLowerCase();
  return messages
    .filter((message) => !to || message.envelope.to.some((address) => address.toLowerCase() === to))
    .filter((message) => message.at >= since && (!subject || message.subject.toLowerCase().includes(subject)))
    .reverse();
}

/** The mailbox for people (`/`) and for programs (`/api/messages`). Mail is hostile: it is shown in a sandbox without scripts. */
export function serveMailbox(messages: Table<Stored>, request: Request, texts: readonly TextMessage[] = []): Response {
  const url = new URL(request.url);
  const id = /^\/(?:api\/)?messages\/([0-9]+)(?:\/html)?$/.exec(url.pathname)?.[1];
  const message = id ? messages.get(id) : undefined;
  if (url.pathname === '/api/messages' && request.method === 'DELETE') {
    for (const each of messages.values()) messages.delete(each.id);
    return Response.json({ ok: true });
  }
  if (request.method !== 'GET') return page('Not allowed', '<h1>Not allowed</h1>', 405);
  if (url.pathname === '/api/messages') return Response.json({ messages: find(messages.values(), url) });
  const toNumber = url.searchParams.get('to');
  const said = texts.filter(({ to }) => !toNumber || to === toNumber).toReversed();
  if (url.pathname === '/api/texts') return Response.json({ texts: said });
  if (url.pathname === '/') return inbox(find(messages.values(), url), said);
  if (!message) return page('Not found', '<h1>No such message</h1>', 404);
  if (url.pathname.startsWith('/api/')) return Response.json(message);
  if (url.pathname.endsWith('/html')) {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; sandbox allow-popups allow-popups-to-escape-sandbox`,
    };
    return new Response(`<base target="_blank">${message.html ?? ''}`, { headers });
  }
  return one(message);
}

function inbox(messages: readonly Stored[], texts: readonly TextMessage[]): Response {
  const rows = messages
    .map(
      (message) =>
        `<tr><td>${escapeHtml(message.at.slice(0, 19).replace('T', ' '))}</td><td>${escapeHtml(message.envelope.to.join(', '))}</td><td><a href="/messages/${message.id}">${escapeHtml(message.subject || '(no subject)')}</a></td></tr>`,
    )
    .join('');
  const spoken = texts
    .slice(0, 200)
    .map(
      ({ createdAt, to, body, status }) =>
        `<tr><td>${escapeHtml(createdAt.slice(0, 19).replace('T', ' '))}</td><td>${escapeHtml(to)}</td><td dir="auto">${escapeHtml(body)}</td><td>${escapeHtml(status)}</td></tr>`,
    )
    .join('');
  const telephones =
    texts.length === 0
      ? ''
      : `<h2>Texts</h2><p>${texts.length} texts to telephones.</p><table><thead><tr><th>Time (UTC)</th><th>To</th><th>Text</th><th>State</th></tr></thead><tbody>${spoken}</tbody></table>`;
  return page(
    'Demo mailbox',
    `<h1>Demo mailbox</h1><p>${messages.length} messages. Nothing leaves this machine.</p><table><thead><tr><th>Time (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows}</tbody></table>${telephones}`,
  );
}

function one(message: Stored): Response {
  const html = message.html
    ? `<iframe title="Message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${message.id}/html"></iframe>`
    : '';
  return page(
    message.subject,
    `<p><a href="/">All messages</a></p><h1>${escapeHtml(message.subject)}</h1><p>From ${escapeHtml(message.from)} to ${escapeHtml(message.to)}, ${escapeHtml(message.at)}</p>${html}<h2>As text</h2><pre>${escapeHtml(message.text)}</pre>`,
  );
}
