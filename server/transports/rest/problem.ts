import { z } from '@hono/zod-openapi';
import { httpStatusOf, isRefusal, Refusal } from '@/server/kernel/errors';

/** RFC 9457. `code` is the stable word programs branch on; `detail` is for people. */
export const Problem = z
  .object({
    type: z.string().openapi({ example: 'urn:brokerage-os:problem:grant_missing' }),
    title: z.string(),
    status: z.number().int(),
    code: z.string().openapi({ example: 'grant_missing' }),
    detail: z.string().optional(),
    instance: z.string().openapi({ description: 'Request id: quote it when you ask us.' }),
    errors: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string() })).optional(),
    params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .openapi('Problem');

const titles: Record<Refusal['kind'], string> = {
  invalid: 'The request breaks its schema',
  unauthenticated: 'No valid API key',
  step_up: 'This needs a person',
  forbidden: 'The key may not do this',
  not_found: 'There is no such thing',
  conflict: 'The object moved on',
  rejected: 'A rule says no',
  rate_limited: 'Too many requests',
  unavailable: 'Not available now',
};

export function problemResponse(error: unknown, requestId: string): Response {
  const refusal = isRefusal(error) ? error : null;
  const status = refusal ? httpStatusOf[refusal.kind] : 500;
  const code = refusal?.reason ?? 'internal';
  const body: z.output<typeof Problem> = {
    type: `urn:brokerage-os:problem:${code}`,
    title: refusal ? titles[refusal.kind] : 'Something broke on our side',
    status,
    code,
    instance: `urn:brokerage-os:request:${requestId}`,
    ...(refusal?.detail.issues ? { errors: [...refusal.detail.issues] } : {}),
    ...(refusal?.detail.params ? { params: refusal.detail.params } : {}),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  const wait = refusal?.kind === 'rate_limited' ? refusal.detail.params?.retryAfterSeconds : undefined;
  if (wait !== undefined) headers.set('retry-after', String(wait));
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="api"');
  return new Response(JSON.stringify(body), { status, headers });
}

export const notFound = () => new Refusal('not_found', 'no_such_path');
