import { OutboundError, type OutboundFetch } from './outbound';

/** Answers calls inside the process, for simulations and the demo's history. `routes` maps an origin to whoever lives there. */
export function memoryFetch(routes: ReadonlyMap<string, (request: Request) => Promise<Response>>): OutboundFetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const handler = routes.get(new URL(request.url).origin);
    if (!handler) throw new OutboundError('unreachable', false, `nobody lives at ${request.url}`);
    try {
      return await handler(request);
    } catch (error) {
      // A connection lost on purpose says whether the bytes had left.
      if (error instanceof Error && 'sent' in error && typeof error.sent === 'boolean') {
        throw new OutboundError('closed', error.sent, error.message);
      }
      throw error;
    }
  };
}
