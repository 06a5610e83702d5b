import { wireFaults } from '../../faults';
import { underFault } from '../../host';
import type { Customer, File, World } from './ledger';
import { FileRefused, readPain001 } from './pain001';
import { receive } from './processing';
import { file } from './reports';

export const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

function customerOf(world: World, request: Request): Customer | undefined {
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return token ? world.customers.values().find((customer) => customer.token === token) : undefined;
}

/** The file gateway: files go out by PUT, reports are listed and fetched. */
export async function gateway(world: World, request: Request): Promise<Response> {
  const customer = customerOf(world, request);
  if (!customer) return plain(401, 'token missing or wrong');
  const url = new URL(request.url);
  const [, area, name] =
    /^\/files\/(outgoing|incoming)(?:\/([A-Za-z0-9._'()+,:-]+))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const operation = `${request.method.toLowerCase()}.${area ?? 'unknown'}${area === 'incoming' && !name ? '.list' : ''}`;
  const work = async (): Promise<Response> => {
    if (area === 'outgoing' && name && request.method === 'PUT') return deliver(world, customer, name, request);
    if (area === 'outgoing' && name && (request.method === 'GET' || request.method === 'HEAD'))
      return sent(world, customer, name);
    if (area === 'incoming' && request.method === 'GET')
      return name ? fetched(world, customer, name) : listed(world, customer, url);
    return plain(404, 'no such place');
  };
  const fault = world.runtime.faults.take(operation, wireFaults);
  return underFault(fault, world.runtime.sleep, work, (status) => plain(status, 'gateway error'));
}

const outgoing = (world: World, customer: Customer, name: string): File | undefined =>
  world.files
    .values()
    .find(
      (candidate) =>
        candidate.customer === customer.id && candidate.kind === 'pain.001' && `${candidate.reference}.xml` === name,
    );

async function deliver(world: World, customer: Customer, name: string, request: Request): Promise<Response> {
  if (!/^application\/xml\b/.test(request.headers.get('content-type') ?? ''))
    return plain(415, 'application/xml expected');
  const body = await request.text();
  try {
    const transfers = readPain001(body);
    const msgId = transfers[0]?.msgId ?? '';
    if (name !== `${msgId}.xml`) return plain(400, 'the file has to be named after its MsgId');
    if (outgoing(world, customer, name)) return plain(409, `duplicate MsgId ${msgId}`);
    file(world, customer.id, 'pain.001', msgId, body);
    receive(world, customer, transfers);
    world.runtime.books.flush();
    return plain(201, 'received');
  } catch (error) {
    if (error instanceof FileRefused) return plain(400, error.message);
    throw error;
  }
}

function sent(world: World, customer: Customer, name: string): Response {
  const known = outgoing(world, customer, name);
  return known
    ? new Response(known.body, { headers: { 'content-type': 'application/xml' } })
    : plain(404, 'no such file');
}

function fetched(world: World, customer: Customer, name: string): Response {
  const known = world.files.get(name);
  if (known?.customer !== customer.id || known.kind === 'pain.001') return plain(404, 'no such file');
  return new Response(known.body, { headers: { 'content-type': 'application/xml' } });
}

function listed(world: World, customer: Customer, url: URL): Response {
  const kind = url.searchParams.get('kind');
  const reference = url.searchParams.get('reference');
  const since = url.searchParams.get('since') ?? '';
  const names = world.files
    .values()
    .filter((candidate) => candidate.customer === customer.id && candidate.kind !== 'pain.001')
    .filter(
      (candidate) =>
        (!kind || candidate.kind === kind) &&
        (!reference || candidate.reference === reference) &&
        candidate.at >= since,
    )
    .map((candidate) => candidate.name);
  return plain(200, names.map((name) => `${name}\n`).join(''));
}
