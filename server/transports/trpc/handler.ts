import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { isRefusal } from '@/server/kernel/errors';
import { crossSiteReason } from '../origin';
import { tooLarge, withBoundedBody } from './body';
import { type TrpcContext, trpcContext } from './context';
import { appRouter } from './root';

/** Request in, Response out: mounted by Next and, bundled neutral, by an edge runtime. */
export async function handleTrpc(
  request: Request,
  makeContext: (request: Request) => Promise<TrpcContext> = trpcContext,
): Promise<Response> {
  const reason = crossSiteReason(request);
  if (reason) return Response.json({ error: { message: reason } }, { status: 403 });
  const bounded = await withBoundedBody(request);
  if (!bounded) return tooLarge();
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: bounded,
    router: appRouter,
    createContext: () => makeContext(bounded),
    allowMethodOverride: false,
    responseMeta: () => ({ headers: new Headers({ 'cache-control': 'no-store' }) }),
    onError({ error, path, ctx }) {
      // Verbs log themselves in the funnel; what fails outside of one would be lost without this line.
      if (!isRefusal(error.cause)) ctx?.ctx.log.error('trpc', error.cause ?? error, { path: path ?? '' });
    },
  });
}
