/** The largest input, a logo or a batch of forms, stays well below. Files have a road of their own. */
const bodyBytesMax = 4_000_000;

/** The request with its body read, or null when that is too long: announced so, or found so while reading. */
export async function withBoundedBody(request: Request): Promise<Request | null> {
  if (!request.body) return request;
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMax) return null;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > bodyBytesMax) {
      // Not waited for: whoever sends without end need not answer to it.
      void reader.cancel().catch(() => undefined);
      return null;
    }
    parts.push(part.value);
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: new Blob(parts) });
}

/** In the shape of tRPC's own errors, so that a form shows the sentence of the reason. */
export function tooLarge(): Response {
  const refusal = { kind: 'invalid', reason: 'request_too_large', detail: {} };
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, refusal, reference: null };
  return Response.json(
    { error: { json: { message: refusal.reason, code: -32_013, data } } },
    { status: 413, headers: { 'cache-control': 'no-store' } },
  );
}
