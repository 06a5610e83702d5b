import { accessRouter } from '@/server/modules/access/router';
import { identityRouter } from '@/server/modules/identity/router';
import { ledgerRoutes } from '@/server/modules/ledger/router';
import { tenancyRouter } from '@/server/modules/tenancy/router';
import { makeRouter, procedures } from './init';

/** One entry per module, eager: vendor SDKs load inside adapters, so nothing here is slow. */
export const routes = {
  access: accessRouter,
  identity: identityRouter,
  ledger: ledgerRoutes,
  tenancy: tenancyRouter,
};

export const appRouter = makeRouter(procedures(routes));
export type AppRouter = typeof appRouter;
