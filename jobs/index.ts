import type { InngestFunction } from 'inngest';
import { clientsJobs } from './clients';
import { documentsJobs } from './documents';
import { identityJobs } from './identity';
import { paymentsJobs } from './payments';
import { sandboxJobs } from './sandbox';
import { tradingJobs } from './trading';

/** Every function of the house; `app/api/inngest` and the worker serve the same list. */
export const functions: InngestFunction.Any[] = [
  ...clientsJobs,
  ...documentsJobs,
  ...identityJobs,
  ...paymentsJobs,
  ...sandboxJobs,
  ...tradingJobs,
];
