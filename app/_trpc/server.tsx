import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache, type ReactNode } from 'react';
import superjson from 'superjson';
import type { Ctx, Surface } from '@/server/kernel/context';
import { ctxOf } from '@/server/transports/composition';
import { requestFacts, sessionCredential } from '@/server/transports/session';
import { makeCaller } from '@/server/transports/trpc/init';
import { appRouter } from '@/server/transports/trpc/root';

/** The context of this page request. Cached, so verbs called by layout and page together share one read transaction. */
export const pageCtx = cache(async (tenant: string, surface: Surface): Promise<Ctx> => {
  const head = new Headers(await headers());
  return ctxOf({
    tenant: { slug: tenant },
    credential: await sessionCredential(head, surface, tenant),
    request: requestFacts(head),
  });
});

const createCaller = makeCaller(appRouter);

/** Calls verbs in process: `const api = await apiFor(tenant, 'desk'); await api.tenancy.brand.list({})`. */
export const apiFor = cache(async (tenant: string, surface: Surface) =>
  createCaller({ ctx: await pageCtx(tenant, surface) }),
);

const queryClientOfRequest = cache(
  () =>
    new QueryClient({
      defaultOptions: { queries: { staleTime: 15_000 }, dehydrate: { serializeData: superjson.serialize } },
    }),
);

/** Query options for a page that hands its first data to client components: prefetch with them, then render `Hydrate`. */
export const prefetchFor = cache(async (tenant: string, surface: Surface) => {
  const queryClient = queryClientOfRequest();
  const trpc = createTRPCOptionsProxy({ ctx: { ctx: await pageCtx(tenant, surface) }, router: appRouter, queryClient });
  return { trpc, queryClient };
});

export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClientOfRequest())}>{children}</HydrationBoundary>;
}
