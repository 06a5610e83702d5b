const keyPattern = /^[\x21-\x7e]{8,200}$/;

/** The key under which a write is done once; nothing when there is none, or what is there cannot be one. */
export function idempotencyKeyOf(headers: Headers): string | undefined {
  const key = headers.get('idempotency-key');
  return key && keyPattern.test(key) ? key : undefined;
}
