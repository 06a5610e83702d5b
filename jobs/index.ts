import type { InngestFunction } from 'inngest';

/** Every function of the house; `app/api/inngest` and the worker serve the same list. */
export const functions: InngestFunction.Any[] = [];
