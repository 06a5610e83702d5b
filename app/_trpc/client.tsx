'use client';

import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import type { inferRouterOutputs } from '@trpc/server';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import superjson from 'superjson';
import type { Surface } from '@/server/kernel/context';
import type { AppRouter } from '@/server/transports/trpc/root';
import { refusalOf } from './refusal';
import { type StepUpGate, stepUpLink } from './step-up';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** What the calls answer: `Answers['access']['staff']['list']`. */
export type Answers = inferRouterOutputs<AppRouter>;

/** Whose data a page shows; sent with every call, and it only selects which cookie is looked at. */
export type Place = { readonly tenant: string; readonly surface: Surface };

/** Pass `{ trpc: { context: { idempotencyKey } } }` to a mutation whose form outlives a reload; others get a fresh key. */
export function createClient({ tenant, surface }: Place, gate: StepUpGate) {
  const headers = { 'x-tenant': tenant, 'x-surface': surface };
  const url = '/api/trpc';
  return createTRPCClient<AppRouter>({
    links: [
      stepUpLink(gate, (error) => refusalOf(error)?.reason === 'prove_it_is_you'),
      splitLink({
        condition: (operation) => operation.type === 'mutation',
        // A key names one write, so writes travel alone.
        true: httpLink({
          url,
          transformer: superjson,
          headers: ({ op }) => ({ ...headers, 'idempotency-key': keyOf(op.context) }),
        }),
        false: httpBatchLink({ url, transformer: superjson, headers, maxURLLength: 4_000 }),
      }),
    ],
  });
}

function keyOf(context: Record<string, unknown>): string {
  const given = context.idempotencyKey;
  return typeof given === 'string' ? given : crypto.randomUUID();
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && refusalOf(error) === null,
      },
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
