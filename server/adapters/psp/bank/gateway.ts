import type { PspProblem } from '@/server/modules/payments/ports';
import { type OutboundFetch, outboundErrorIn } from '../../http/outbound';
import type { BankConfig } from './config';

export type GatewayReply =
  | { readonly kind: 'ok'; readonly body: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'duplicate' }
  /** Proven: the bank has taken nothing. */
  | { readonly kind: 'not_sent'; readonly problem: PspProblem }
  | { readonly kind: 'unknown'; readonly problem: PspProblem };

const problem = (cls: PspProblem['class'], code: string, detail: string, retryAfterMs?: number): PspProblem => ({
  class: cls,
  code,
  detail,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** The bank's file gateway: one call, one answer. */
export async function gatewayCall(
  config: BankConfig,
  http: OutboundFetch,
  method: 'PUT' | 'GET' | 'HEAD',
  path: string,
  body?: string,
): Promise<GatewayReply> {
  try {
    const response = await http(`${config.gatewayUrl.replace(/\/$/, '')}/files/${path}`, {
      method,
      signal: AbortSignal.timeout(config.timeoutMs),
      headers: {
        authorization: `Bearer ${config.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/xml; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    // Only the words the gateway is known to say count: a page of some proxy in between is no receipt.
    if (method === 'PUT' ? response.status === 201 : response.ok) return { kind: 'ok', body: text };
    if (response.status === 404) return { kind: 'missing' };
    if (response.status === 409) return { kind: 'duplicate' };
    if (response.status === 429)
      return { kind: 'not_sent', problem: problem('technical_not_sent', 'rate_limit', text, 1000) };
    const refused = response.status >= 400 && response.status < 500;
    if (refused) return { kind: 'not_sent', problem: problem('config', `http_${response.status}`, text.slice(0, 300)) };
    return { kind: 'unknown', problem: problem('unknown', `http_${response.status}`, text.slice(0, 300)) };
  } catch (error) {
    const outbound = outboundErrorIn(error);
    if (outbound && !outbound.sent) {
      const cls = outbound.kind === 'refused' ? 'config' : 'technical_not_sent';
      return { kind: 'not_sent', problem: problem(cls, outbound.kind, outbound.message) };
    }
    return {
      kind: 'unknown',
      problem: problem(
        'unknown',
        outbound?.kind ?? 'unexpected',
        error instanceof Error ? error.message : String(error),
      ),
    };
  }
}
