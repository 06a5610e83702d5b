import { type Fault, wireFaults } from '../../faults';
import { underFault } from '../../host';
import { randomText } from '../../runtime';
import { invalid, plainError, StripeFault } from './errors';
import { type FormTree, parseForm } from './form';
import { digestOf, type IdempotencyKeys } from './idempotency';
import { readParams } from './params';
import { expand } from './queries';
import type { Route } from './route';
import { routes } from './routes';
import { type Account, API_VERSION, type Scope, scopeOf, type World } from './world';

type Answer = { readonly status: number; readonly body: string };

export function errorReply(status: number, error: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ error }, null, 2), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

const bareError = (status: number): Response =>
  errorReply(
    status,
    plainError(status),
    status === 429 ? { 'retry-after': '2', 'stripe-rate-limited-reason': 'global-rate' } : {},
  );

function authenticate(world: World, request: Request): Account {
  const header = request.headers.get('authorization') ?? '';
  const [scheme = '', credentials = ''] = header.split(' ');
  const key = scheme.toLowerCase() === 'basic' ? (atob(credentials).split(':')[0] ?? '') : credentials;
  if (header === '' || key === '') {
    throw new StripeFault(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  }
  const account = world.tables.account.values().find((candidate) => candidate.secretKey === key);
  if (!account) {
    throw new StripeFault(401, {
      type: 'invalid_request_error',
      message: `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`,
    });
  }
  return account;
}

function findRoute(request: Request, path: string): { route: Route; id: string } {
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(path) : null;
    if (match) return { route, id: match[1] ?? '' };
  }
  throw invalid(
    `Unrecognized request URL (${request.method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    {},
    404,
  );
}

function checkHeaders(request: Request): void {
  const version = request.headers.get('stripe-version');
  if (version !== null && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) {
    throw invalid(`Invalid Stripe API version: ${version}`);
  }
  const type = request.headers.get('content-type') ?? '';
  if (request.method === 'POST' && !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw invalid(
      `Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.`,
    );
  }
}

/** One call of the v1 API: everything the caller can get wrong is refused before the endpoint starts to execute. */
export async function serveApi(
  world: World,
  keys: IdempotencyKeys,
  request: Request,
  afterwards: (scope: Scope) => Promise<void>,
): Promise<Response> {
  const url = new URL(request.url);
  const requestId = `req_${randomText(world.runtime.rng, 14)}`;
  const headers: Record<string, string> = {
    'request-id': requestId,
    'stripe-version': request.headers.get('stripe-version') ?? API_VERSION,
  };
  try {
    const account = authenticate(world, request);
    const { route, id } = findRoute(request, url.pathname);
    checkHeaders(request);
    const form = request.method === 'POST' ? await request.text() : url.search.slice(1);
    const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
    if (key) headers['idempotency-key'] = key;
    const scope = scopeOf(world, account, requestId, key);
    const fault = world.runtime.faults.take(route.operation, new Set([...wireFaults, 'api_error', 'api_error_after']));
    const work = async () => {
      const reply = keyed(scope, keys, route, id, url.pathname, form, fault, headers);
      world.runtime.books.flush();
      await afterwards(scope);
      return reply;
    };
    return await underFault(fault, world.runtime.sleep, work, bareError);
  } catch (error) {
    if (error instanceof StripeFault) return errorReply(error.status, error.body, headers);
    throw error;
  }
}

function keyed(
  scope: Scope,
  keys: IdempotencyKeys,
  route: Route,
  id: string,
  path: string,
  form: string,
  fault: Fault | null,
  headers: Record<string, string>,
): Response {
  const key = scope.idempotencyKey;
  const send = ({ status, body }: Answer, extra: Record<string, string> = {}) =>
    new Response(body, { status, headers: { 'content-type': 'application/json', ...headers, ...extra } });
  if (!key) return send(execute(scope, route, id, parseForm(form), fault).answer);
  const digest = digestOf(path, form);
  const known = keys.begin(scope.account.id, key, path, digest);
  if (known) return send(known, { 'idempotent-replayed': 'true', 'original-request': known.requestId });
  try {
    const { answer, executed } = execute(scope, route, id, parseForm(form), fault);
    keys.end(scope.account.id, key, executed ? { digest, path, requestId: scope.requestId ?? '', ...answer } : null);
    return send(answer);
  } catch (error) {
    keys.end(scope.account.id, key, null);
    throw error;
  }
}

function execute(
  scope: Scope,
  route: Route,
  id: string,
  tree: FormTree,
  fault: Fault | null,
): { answer: Answer; executed: boolean } {
  const broken = { status: 500, body: JSON.stringify({ error: plainError(500) }) };
  try {
    const params = readParams(tree, route.shape, route.required);
    if (fault?.kind === 'api_error') return { answer: broken, executed: true };
    const result = expand(scope, route.run(scope, params, id), params.expand);
    if (fault?.kind === 'api_error_after') return { answer: broken, executed: true };
    return { answer: { status: 200, body: JSON.stringify(result, null, 2) }, executed: true };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return {
      answer: { status: error.status, body: JSON.stringify({ error: error.body }, null, 2) },
      executed: error.executed,
    };
  }
}
