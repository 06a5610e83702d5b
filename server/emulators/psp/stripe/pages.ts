import { StripeFault } from './errors';
import { intentById } from './intents';
import type * as stripe from './objects';
import { answerChallenge, paySession, sessionById } from './sessions';
import { type Scope, scopeOf, type World } from './world';

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>
body{font:16px/1.5 system-ui,sans-serif;background:#f6f8fa;color:#1a1f36;margin:0;display:grid;place-items:center;min-height:100vh}
main{background:#fff;padding:2rem;border-radius:12px;box-shadow:0 2px 12px #0002;width:min(26rem,calc(100vw - 3rem))}
label{display:block;margin:.8rem 0 .2rem;font-size:.85rem}input{width:100%;box-sizing:border-box;padding:.6rem;border:1px solid #8792a2;border-radius:6px;font:inherit}
button{margin-top:1.2rem;width:100%;padding:.7rem;border:0;border-radius:6px;background:#4f46e5;color:#fff;font:inherit;cursor:pointer}
button.quiet{background:#e3e8ee;color:#1a1f36}.error{background:#fde8e8;color:#8a1c1c;padding:.6rem;border-radius:6px}.note{color:#4f566b;font-size:.8rem}h1{font-size:1.2rem;margin:0}.sum{font-size:1.8rem}
</style></head><body><main>${body}</main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}

const redirect = (to: string): Response => new Response(null, { status: 303, headers: { location: to } });
const gone = (): Response =>
  page(
    'Not found',
    '<h1>This page is no longer available</h1><p>The payment was completed, cancelled or has expired.</p>',
    404,
  );

const sum = (session: stripe.CheckoutSession): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: session.currency.toUpperCase() }).format(
    session.amount_total /
      10 **
        (new Intl.NumberFormat('en', { style: 'currency', currency: session.currency.toUpperCase() }).resolvedOptions()
          .maximumFractionDigits ?? 2),
  );

function payPage(session: stripe.CheckoutSession, product: string, error: string | null): Response {
  const cancel = session.cancel_url ? `<p><a href="${escapeHtml(session.cancel_url)}">Cancel and go back</a></p>` : '';
  return page(
    'Pay',
    `<h1>${escapeHtml(product)}</h1><p class="sum">${escapeHtml(sum(session))}</p>${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post" autocomplete="off"><label for="number">Card number</label><input id="number" name="number" inputmode="numeric" required value="4242 4242 4242 4242">
<label for="name">Name on card</label><input id="name" name="name" required>
<label for="expiry">Expiry</label><input id="expiry" name="expiry" value="12 / 34"><label for="cvc">CVC</label><input id="cvc" name="cvc" value="123">
<button type="submit">Pay</button></form>${cancel}<p class="note">Test mode. No money moves. 4242… pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 3220 asks for 3-D Secure.</p>`,
  );
}

const challengePage = (id: string): Response =>
  page(
    '3-D Secure',
    `<h1>Confirm it is you</h1><p>Your bank asks you to confirm payment ${escapeHtml(id)}.</p>
<form method="post"><button name="answer" value="complete">Complete authentication</button><button class="quiet" name="answer" value="fail">Fail authentication</button></form>`,
  );

const successUrl = (session: stripe.CheckoutSession): string =>
  session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id);

/** The pages a client sees; null when the address is none of them. */
export async function servePage(world: World, request: Request, path: string): Promise<Response | null> {
  const match = /^\/(c\/pay|3ds)\/([A-Za-z0-9_]+)$/.exec(path);
  if (!match) return null;
  const [, kind, id = ''] = match;
  const row = kind === '3ds' ? world.tables.payment_intent.get(id) : world.tables.session.get(id);
  const account = row ? world.tables.account.get(row.account) : undefined;
  if (!account) return gone();
  const scope = scopeOf(world, account);
  const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : null;
  try {
    return kind === '3ds' ? challenge(scope, id, form) : checkout(scope, id, form);
  } catch (error) {
    if (error instanceof StripeFault) return gone();
    throw error;
  }
}

function checkout(scope: Scope, id: string, form: URLSearchParams | null): Response {
  const { object: session, hidden } = sessionById(scope, id);
  if (session.status === 'complete') return redirect(successUrl(session));
  if (session.status !== 'open') return gone();
  if (!form) return payPage(session, hidden.productName, null);
  const intent = paySession(scope, id, { number: form.get('number') ?? '', name: form.get('name') ?? '' });
  if (intent.next_action) return redirect(intent.next_action.redirect_to_url.url);
  if (intent.status === 'requires_payment_method') {
    return payPage(session, hidden.productName, intent.last_payment_error?.message ?? 'Your card was declined.');
  }
  return redirect(successUrl(session));
}

function challenge(scope: Scope, id: string, form: URLSearchParams | null): Response {
  const intent = intentById(scope, id);
  if (intent.status !== 'requires_action' || !intent.next_action) return gone();
  if (!form) return challengePage(id);
  const returnUrl = intent.next_action.redirect_to_url.return_url;
  const after = answerChallenge(scope, id, form.get('answer') === 'complete');
  const session = scope.tables.session.values().find((row) => row.object.payment_intent === id)?.object;
  if (!session) return redirect(`${returnUrl}${returnUrl.includes('?') ? '&' : '?'}payment_intent=${id}`);
  if (session.status !== 'open') return redirect(successUrl(session));
  return payPage(session, '', after.last_payment_error?.message ?? 'Your card was declined.');
}
