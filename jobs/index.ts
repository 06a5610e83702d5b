import type { InngestFunction } from 'inngest';
import { identityJobs } from './identity';
import { paymentsJobs } from './payments';
import { sandboxJobs } from './sandbox';
import { tradingJobs } from './trading';

/** Every function of the house; `app/api/inngest` and the worker serve the same list. */
export const functions: InngestFunction.Any[] = [...identityJobs, ...paymentsJobs, ...sandboxJobs, ...tradingJobs];
