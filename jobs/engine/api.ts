import { z } from 'zod';
import { checkpoint } from './checkpoint';
import { Registration } from './config';
import { cancelRun, getRun, listRuns, retryRun, runsOfEvent } from './console';
import { isRecord } from './expressions';
import { receiveEvents } from './intake';
import { deliverSignal } from './routing';
import { hashSigningKey, isSame } from './signature';
import type { Core, Json } from './types';

export interface ApiRequest {
  method: string;
  url: URL;
  header(name: string): string | undefined;
  body: string;
}

export interface ApiAnswer {
  status: number;
  body: Json;
}

type Route = {
  method: string;
  path: RegExp;
  isOpen?: boolean;
  handle(core: Core, request: ApiRequest, name: string): Promise<ApiAnswer>;
};

const ok = (body: Json): ApiAnswer => ({ status: 200, body });
const refuse = (status: number, error: string): ApiAnswer => ({ status, body: { status, error } });

/** What the SDK calls, and the console's questions. All but health and events want the signing key. */
const routes: Route[] = [
  { method: 'GET', path: /^\/health$/, isOpen: true, handle: async () => ok({ status: 'ok' }) },
  { method: 'POST', path: /^\/e\/([^/]+)$/, isOpen: true, handle: sendEvents },
  { method: 'POST', path: /^\/fn\/register$/, handle: register },
  { method: 'POST', path: /^\/v1\/signals$/, handle: sendSignal },
  {
    method: 'POST',
    path: /^\/v1\/checkpoint\/([^/]+)\/async$/,
    handle: (core, request, run) => checkpoint(core, run, parse(request.body)),
  },
  { method: 'GET', path: /^\/v1\/runs$/, handle: queryRuns },
  { method: 'GET', path: /^\/v1\/runs\/([^/]+)$/, handle: async (core, _request, id) => found(await getRun(core, id)) },
  {
    method: 'DELETE',
    path: /^\/v1\/runs\/([^/]+)$/,
    handle: async (core, _request, id) => changed(await cancelRun(core, id)),
  },
  {
    method: 'POST',
    path: /^\/v1\/runs\/([^/]+)\/retry$/,
    handle: async (core, _request, id) => changed(await retryRun(core, id)),
  },
  {
    method: 'GET',
    path: /^\/v1\/events\/([^/]+)\/runs$/,
    handle: async (core, _request, id) => found(await runsOfEvent(core, id)),
  },
  { method: 'GET', path: /^\/v1\/functions$/, handle: async (core) => ok({ data: core.registry.all().map(describe) }) },
];

export async function handleApi(core: Core, request: ApiRequest): Promise<ApiAnswer> {
  for (const route of routes) {
    const match = route.path.exec(request.url.pathname);
    if (!match || route.method !== request.method) continue;
    if (!route.isOpen && !isSigned(core, request)) return refuse(401, 'the signing key is missing or wrong');
    return route.handle(core, request, decodeURIComponent(match[1] ?? ''));
  }
  return refuse(404, `no ${request.method} ${request.url.pathname}`);
}

/** The SDK shows the key's hash, a person with curl the key. */
function isSigned(core: Core, request: ApiRequest): boolean {
  const token = (request.header('authorization') ?? '').replace(/^Bearer /, '');
  return isSame(token, hashSigningKey(core.keys.signing)) || isSame(token, core.keys.signing);
}

async function sendEvents(core: Core, request: ApiRequest, key: string): Promise<ApiAnswer> {
  const refused = (status: number, error: string): ApiAnswer => ({ status, body: { ids: [], status, error } });
  if (!isSame(key, core.keys.event)) return refused(401, 'Event key not found');
  const body = parse(request.body);
  if (body === undefined) return refused(400, 'the body is not JSON');
  const ids = await receiveEvents(core, body, request.header('x-inngest-event-id-seed'));
  return typeof ids === 'string' ? refused(400, ids) : ok({ ids, status: 200 });
}

async function register(core: Core, request: ApiRequest): Promise<ApiAnswer> {
  const registration = Registration.safeParse(parse(request.body));
  if (!registration.success) return refuse(400, z.prettifyError(registration.error));
  await core.registry.register(registration.data);
  core.poke();
  return ok({ ok: true, modified: true, status: 200 });
}

async function sendSignal(core: Core, request: ApiRequest): Promise<ApiAnswer> {
  const body = parse(request.body);
  if (!isRecord(body) || typeof body.signal !== 'string') return refuse(400, 'signal is missing');
  const run = await deliverSignal(core, body.signal, body.data);
  core.poke();
  return run ? ok({ data: { run_id: run } }) : refuse(404, 'no run waits for this signal');
}

async function queryRuns(core: Core, { url }: ApiRequest): Promise<ApiAnswer> {
  const value = (name: string) => url.searchParams.get(name) || undefined;
  const limit = value('limit');
  return ok(
    await listRuns(core, {
      status: value('status'),
      fn: value('function'),
      cursor: value('cursor'),
      limit: limit ? Number(limit) : undefined,
    }),
  );
}

const found = (data: Json): ApiAnswer => (data === undefined ? refuse(404, 'not found') : ok({ data }));
const changed = (is: boolean): ApiAnswer =>
  is ? { status: 202, body: { status: 202 } } : refuse(409, 'the run is not there or not in a state for this');

const describe = ({ id, app, active, config }: ReturnType<Core['registry']['all']>[number]) => ({
  id,
  app,
  is_active: active,
  name: config.name ?? id,
  triggers: config.triggers,
});

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
