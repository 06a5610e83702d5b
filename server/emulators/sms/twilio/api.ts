import { timingSafeEqual } from 'node:crypto';
import { wireFaults } from '../../faults';
import { underFault } from '../../host';
import { type Account, sidOf, type Text, type World } from './world';

class TwilioFault extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const problem = (status: number, code: number, message: string): Response =>
  Response.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, { status });
const faultReply = (status: number): Response =>
  status === 429
    ? problem(429, 20429, 'Too Many Requests')
    : problem(status, 20500, status === 503 ? 'Service Unavailable' : 'Internal Server Error');

const rfc2822 = (at: string): string => new Date(at).toUTCString().replace('GMT', '+0000');

function resourceOf(text: Text): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${text.accountSid}/Messages/${text.sid}`;
  return {
    sid: text.sid,
    account_sid: text.accountSid,
    api_version: '2010-04-01',
    body: text.body,
    num_segments: '1',
    num_media: '0',
    direction: 'outbound-api',
    from: text.from,
    to: text.to,
    date_created: rfc2822(text.createdAt),
    date_updated: rfc2822(text.sentAt ?? text.createdAt),
    date_sent: text.sentAt && rfc2822(text.sentAt),
    status: text.status,
    error_code: text.errorCode,
    error_message: null,
    price: null,
    price_unit: 'USD',
    messaging_service_sid: null,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

function authenticate(world: World, request: Request, sid: string): Account {
  const [scheme = '', encoded = ''] = (request.headers.get('authorization') ?? '').split(' ');
  const [user = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const account = world.accounts.get(sid);
  const [given, known] = [Buffer.from(password), Buffer.from(account?.authToken ?? '')];
  const isRight = given.length === known.length && timingSafeEqual(given, known);
  if (scheme !== 'Basic' || user !== sid || !account || !isRight) throw new TwilioFault(401, 20003, 'Authenticate');
  return account;
}

async function create(world: World, account: Account, request: Request): Promise<Response> {
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    throw new TwilioFault(400, 21603, "A 'From' phone number is required.");
  const form = new URLSearchParams(await request.text());
  const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  if (to === '') throw new TwilioFault(400, 21604, "A 'To' phone number is required.");
  if (from === '') throw new TwilioFault(400, 21603, "A 'From' phone number is required.");
  if (body === '') throw new TwilioFault(400, 21602, 'Message body is required.');
  if (body.length > 1600)
    throw new TwilioFault(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
  // As their test credentials do: this number is never valid, that one takes no texts.
  if (!/^\+[1-9]\d{6,14}$/.test(to) || to === '+15005550001')
    throw new TwilioFault(400, 21211, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`);
  if (to === '+15005550009') throw new TwilioFault(400, 21614, `To number: ${to}, is not a mobile number`);
  if (!account.numbers.includes(from))
    throw new TwilioFault(400, 21606, `The 'From' phone number ${from} is not a valid message-capable phone number.`);
  if (world.stopped.get(`${from} ${to}`))
    throw new TwilioFault(400, 21610, 'Attempt to send to unsubscribed recipient');
  const text: Text = {
    sid: sidOf(world, 'SM'),
    accountSid: account.sid,
    ...{ to, from, body, status: 'queued', errorCode: null, sentAt: null },
    createdAt: world.runtime.clock.now().toISOString(),
    statusCallback: form.get('StatusCallback'),
  };
  world.texts.put(text.sid, text);
  return Response.json(resourceOf(text), { status: 201 });
}

function list(world: World, account: Account, url: URL): Response {
  const [to, from] = [url.searchParams.get('To'), url.searchParams.get('From')];
  const size = Math.min(1000, Math.max(1, Number(url.searchParams.get('PageSize') ?? 50)));
  const page = Number(url.searchParams.get('Page') ?? 0);
  const all = world.texts
    .values()
    .filter((text) => text.accountSid === account.sid && (!to || text.to === to) && (!from || text.from === from))
    .reverse();
  const rows = all.slice(page * size, (page + 1) * size);
  const at = (number: number) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('PageSize', String(size));
    query.set('Page', String(number));
    return `${url.pathname}?${query}`;
  };
  return Response.json({
    messages: rows.map(resourceOf),
    ...{ page, page_size: size, start: page * size, end: Math.max(0, page * size + rows.length - 1) },
    ...{ uri: at(page), first_page_uri: at(0) },
    next_page_uri: all.length > (page + 1) * size ? at(page + 1) : null,
    previous_page_uri: page > 0 ? at(page - 1) : null,
  });
}

const place = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})(?:\/(Messages)(?:\/(SM[0-9a-f]{32}))?)?\.json$/;
type Asked = { operation: string; account: string; run(account: Account): Promise<Response> | Response };

function asked(world: World, request: Request, url: URL): Asked | null {
  const [, account = '', messages, sid] = place.exec(url.pathname) ?? [];
  if (account === '') return null;
  const { method } = request;
  if (!messages && method === 'GET')
    return {
      operation: 'accounts.fetch',
      account,
      run: () => Response.json({ sid: account, status: 'active', type: 'Full', friendly_name: 'Demo' }),
    };
  if (messages && !sid && method === 'POST')
    return { operation: 'messages.create', account, run: (of) => create(world, of, request) };
  if (messages && !sid && method === 'GET')
    return { operation: 'messages.list', account, run: (of) => list(world, of, url) };
  const text = sid && method === 'GET' ? world.texts.get(sid) : undefined;
  if (text) return { operation: 'messages.fetch', account, run: () => Response.json(resourceOf(text)) };
  return null;
}

export async function serveApi(world: World, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const found = asked(world, request, url);
  if (!found) return problem(404, 20404, `The requested resource ${url.pathname} was not found`);
  const { faults, sleep } = world.runtime;
  const work = async (): Promise<Response> => {
    try {
      return await found.run(authenticate(world, request, found.account));
    } catch (error) {
      if (error instanceof TwilioFault) return problem(error.status, error.code, error.message);
      throw error;
    }
  };
  return underFault(faults.take(found.operation, wireFaults), sleep, work, faultReply);
}
