import { z } from 'zod';
import type { Sms, SmsFound, SmsPort, SmsResult, SmsStatus } from '@/server/modules/notifications/ports';
import { type OutboundFetch, outboundErrorIn } from '../../http/outbound';
import type { TwilioConfig } from './config';
import { faultOf, reportOf } from './map';
import { verifySignature } from './signature';

type Deps = { readonly config: TwilioConfig; readonly http: OutboundFetch };

const MessageResource = z.object({
  sid: z.string(),
  status: z.string(),
  body: z.string().nullable(),
  direction: z.string(),
  date_created: z.string().nullable(),
  error_code: z.number().nullable().catch(null),
});
const MessagePage = z.object({ messages: z.array(MessageResource), next_page_uri: z.string().nullish() });
const Problem = z.object({ code: z.number().nullish(), message: z.string().catch('') });

/** Their clock and ours may differ; the body names our message anyway. */
const slackMs = 5 * 60_000;
const pagesMax = 5;

export function createTwilioAdapter(deps: Deps): SmsPort {
  const { authToken } = deps.config;
  return {
    send: (sms) => send(deps, sms),
    find: (wanted) => find(deps, wanted),
    parseStatus: async (url, rawBody, headers): Promise<SmsStatus> => {
      const parameters = [...new URLSearchParams(new TextDecoder().decode(rawBody))];
      const given = headers.get('x-twilio-signature') ?? '';
      if (!(await verifySignature(authToken, url, parameters, given))) return { verified: false };
      const named = new Map(parameters);
      const code = named.get('ErrorCode');
      const report = reportOf(
        named.get('MessageSid') ?? '',
        named.get('MessageStatus') ?? '',
        code ? Number(code) : null,
      );
      return { verified: true, report };
    },
    check: async () => {
      const answer = await ask(deps, accountPath(deps, ''), { method: 'GET' });
      return answer.kind === 'ok' ? null : answer.detail;
    },
  };
}

async function send(deps: Deps, { to, body, statusUrl }: Sms): Promise<SmsResult> {
  const { from, messagingServiceSid } = deps.config;
  const form = new URLSearchParams({ To: to, Body: body });
  if (messagingServiceSid) form.set('MessagingServiceSid', messagingServiceSid);
  else if (from) form.set('From', from);
  if (statusUrl) form.set('StatusCallback', statusUrl);
  const answer = await ask(deps, accountPath(deps, '/Messages'), { method: 'POST', body: form });
  if (answer.kind === 'ok') {
    const taken = MessageResource.safeParse(answer.body);
    return taken.success
      ? { outcome: 'accepted', ref: taken.data.sid }
      : { outcome: 'unknown', detail: 'the answer names no message' };
  }
  const { detail } = answer;
  if (answer.kind === 'unknown') return { outcome: 'unknown', detail };
  if (answer.kind === 'not_sent') return { outcome: 'deferred', detail };
  // 429 and a wrong key say nothing about the message: it waits for the setting to be right.
  if (answer.status === 429 || answer.status === 401 || answer.status === 403) return { outcome: 'deferred', detail };
  return { outcome: 'refused', detail, fault: faultOf(answer.code) ?? 'message' };
}

/** Messages to this number, newest first: theirs knows no key of ours, so the words, which name the message, are looked for. */
async function find(deps: Deps, { to, body, since }: Parameters<SmsPort['find']>[0]): Promise<SmsFound> {
  let path: string | null = `${accountPath(deps, '/Messages')}?${new URLSearchParams({ To: to, PageSize: '50' })}`;
  for (let page = 0; path !== null && page < pagesMax; page += 1) {
    const answer = await ask(deps, path, { method: 'GET' });
    if (answer.kind !== 'ok') return { found: 'unknown', detail: answer.detail };
    const read = MessagePage.safeParse(answer.body);
    if (!read.success) return { found: 'unknown', detail: 'the list cannot be read' };
    const { messages, next_page_uri } = read.data;
    const ours = messages.find((one) => one.body === body && one.direction.startsWith('outbound'));
    const report = ours && reportOf(ours.sid, ours.status, ours.error_code);
    if (report) return { found: 'yes', report };
    const isPast = messages.some((one) => Date.parse(one.date_created ?? '') < since.getTime() - slackMs);
    // Only ever below their own address: the key goes along.
    path = !isPast && next_page_uri?.startsWith('/') ? next_page_uri : null;
  }
  return path === null ? { found: 'no' } : { found: 'unknown', detail: 'too many messages to this number' };
}

const accountPath = ({ config }: Deps, rest: string): string => `/2010-04-01/Accounts/${config.accountSid}${rest}.json`;

type Answer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'said'; readonly status: number; readonly code: number | null; readonly detail: string }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

type Request = { readonly method: 'GET' | 'POST'; readonly body?: URLSearchParams };

async function ask({ config, http }: Deps, path: string, init: Request): Promise<Answer> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: `Basic ${btoa(`${config.accountSid}:${config.authToken}`)}`,
  };
  if (init.body) headers['content-type'] = 'application/x-www-form-urlencoded';
  try {
    const response = await http(new URL(path, config.baseUrl), {
      method: init.method,
      headers,
      signal: AbortSignal.timeout(config.timeoutMs),
      ...(init.body ? { body: init.body.toString() } : {}),
    });
    return answerOf(response.status, await response.text());
  } catch (error) {
    const outbound = outboundErrorIn(error);
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: outbound && !outbound.sent ? 'not_sent' : 'unknown', detail };
  }
}

function answerOf(status: number, text: string): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'unknown', detail: `HTTP ${status} without JSON` };
  }
  if (status >= 200 && status < 300) return { kind: 'ok', body };
  const { code, message } = Problem.catch({ code: null, message: '' }).parse(body);
  const detail = `${message || `HTTP ${status}`}${code ? ` (${code})` : ''}`;
  // After a 5xx the message may have been taken.
  if (status >= 500) return { kind: 'unknown', detail };
  return { kind: 'said', status, code: code ?? null, detail };
}
