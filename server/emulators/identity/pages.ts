import type { Realm } from './world';

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const html = (title: string, body: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:16px system-ui;max-width:26rem;margin:15vh auto;padding:0 1rem;color:#1c2430}
a,button{display:block;width:100%;padding:.8rem 1rem;margin:.5rem 0;border:1px solid #8a94a6;border-radius:.5rem;background:#fff;color:#1c2430;text-align:left;text-decoration:none;font:inherit}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`,
    { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } },
  );

/** Who are you? A demo's provider believes whoever says so. */
export function whoPage(realm: Realm, url: URL): Response {
  const links = realm.people.map(({ sub, name, email }) => {
    const link = new URL(url);
    link.searchParams.set('person', sub);
    return `<a href="${escaped(link.pathname + link.search)}">${escaped(name)}<br><small>${escaped(email)}</small></a>`;
  });
  return html('Demo ID', `<p>Who are you?</p>${links.join('')}`);
}

/** The HTTP-POST binding: a form that sends itself. */
export function postPage(action: string, fields: Readonly<Record<string, string>>): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return html(
    'Demo ID',
    `<form method="post" action="${escaped(action)}">${inputs.join('')}<button>Go on</button></form><script>document.forms[0].submit()</script>`,
  );
}
