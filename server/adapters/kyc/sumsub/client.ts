import type { Clock } from '@/server/kernel/clock';
import type { KycAnswer, KycProblem } from '@/server/modules/onboarding/ports';
import { type OutboundFetch, outboundErrorIn } from '../../http/outbound';
import type { SumsubConfig } from './config';
import { signRequest } from './signature';

export type SumsubReply = { readonly body: Record<string, unknown>; readonly headers: Headers };
export type SumsubDeps = { readonly config: SumsubConfig; readonly http: OutboundFetch; readonly clock: Clock };

/** One signed call. What the network or the vendor does becomes an answer, never an exception. */
export async function call(
  deps: SumsubDeps,
  method: 'GET' | 'POST',
  path: string,
  body?: FormData | object,
): Promise<KycAnswer<SumsubReply>> {
  const { config, http, clock } = deps;
  // The form is encoded once, so that the signed bytes are the sent bytes.
  const encoded = body === undefined ? null : body instanceof FormData ? new Response(body) : Response.json(body);
  const bytes = encoded ? new Uint8Array(await encoded.arrayBuffer()) : new Uint8Array();
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const headers: Record<string, string> = {
    accept: 'application/json',
    'x-app-token': config.appToken,
    'x-app-access-ts': timestamp,
    'x-app-access-sig': await signRequest(config.secretKey, timestamp, method, path, bytes),
  };
  const contentType = encoded?.headers.get('content-type');
  if (contentType) headers['content-type'] = contentType;
  try {
    const signal = AbortSignal.timeout(config.timeoutMs);
    const response = await http(new URL(path, config.baseUrl), {
      method,
      headers,
      signal,
      ...(encoded ? { body: bytes } : {}),
    });
    return await read(response);
  } catch (error) {
    const outbound = outboundErrorIn(error);
    if (outbound && !outbound.sent)
      return problem(
        outbound.kind === 'refused' ? 'config' : 'not_sent',
        outbound.kind,
        `baseUrl: ${outbound.message}`,
      );
    return problem('unknown', outbound?.kind ?? 'unexpected', error instanceof Error ? error.message : String(error));
  }
}

async function read(response: Response): Promise<KycAnswer<SumsubReply>> {
  const text = await response.text();
  let body: Record<string, unknown> = {};
  try {
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) body = parsed as Record<string, unknown>;
  } catch {
    if (response.ok) return problem('unknown', 'unreadable', 'the answer is no JSON');
  }
  if (response.ok) return { ok: true, value: { body, headers: response.headers } };
  const code = typeof body.errorName === 'string' ? body.errorName : `http_${response.status}`;
  const said = typeof body.description === 'string' ? body.description : `HTTP ${response.status}`;
  // Sumsub says of neither which of the two it is.
  const detail = response.status === 401 ? `appToken or secretKey: ${said}` : said;
  const seconds = Number(response.headers.get('retry-after'));
  return problem(
    classOf(response.status),
    code,
    detail,
    response.status === 429 ? (seconds > 0 ? seconds * 1000 : 1000) : undefined,
  );
}

function classOf(status: number): KycProblem['class'] {
  switch (status) {
    case 401:
    case 403:
      return 'config';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 429:
      return 'rate_limited';
    default:
      return status >= 400 && status < 500 ? 'refused' : 'unknown';
  }
}

export function problem(
  cls: KycProblem['class'],
  code: string,
  detail: string,
  retryAfterMs?: number,
): { readonly ok: false; readonly problem: KycProblem } {
  return { ok: false, problem: { class: cls, code, detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}
