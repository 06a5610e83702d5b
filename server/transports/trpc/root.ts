import { makeRouter, procedures } from './init';

/** One entry per module, eager: vendor SDKs load inside adapters, so nothing here is slow. */
export const routes = {};

export const appRouter = makeRouter(procedures(routes));
export type AppRouter = typeof appRouter;
