/** How adapters reach the world: the shape of `fetch`, so that a simulation can answer in memory. */
export type OutboundFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export type OutboundFailure = 'refused' | 'unreachable' | 'timeout' | 'closed' | 'aborted' | 'too_large';

/** `sent: false` is a proof that no byte of the request left us; everything else is an unknown outcome for a write. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  constructor(
    readonly kind: OutboundFailure,
    readonly sent: boolean,
    message: string,
  ) {
    super(message);
  }
}

/** Finds an OutboundError in what an SDK wrapped around it. */
export function outboundErrorIn(error: unknown): OutboundError | null {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    if (current instanceof OutboundError) return current;
    current = 'detail' in current && current.detail ? current.detail : 'cause' in current ? current.cause : null;
  }
  return null;
}
