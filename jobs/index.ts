import type { InngestFunction } from 'inngest';
import { accessJobs } from './access';
import { auditJobs } from './audit';
import { clientsJobs } from './clients';
import { connectionHealthJobs } from './connection-health';
import { disputesJobs } from './disputes';
import { documentsJobs } from './documents';
import { engagementJobs } from './engagement';
import { identityJobs } from './identity';
import { notificationsJobs } from './notifications';
import { onboardingJobs } from './onboarding';
import { paymentsJobs } from './payments';
import { reconciliationJobs } from './reconciliation';
import { reportingJobs } from './reporting';
import { riskJobs } from './risk';
import { sandboxJobs } from './sandbox';
import { supportJobs } from './support';
import { tenancyJobs } from './tenancy';
import { tradingJobs } from './trading';
import { withdrawalsJobs } from './withdrawals';
import { workJobs } from './work';

/** Every function of the house; `app/api/inngest` and the worker serve the same list. */
export const functions: InngestFunction.Any[] = [
  ...accessJobs,
  ...auditJobs,
  ...clientsJobs,
  ...connectionHealthJobs,
  ...disputesJobs,
  ...documentsJobs,
  ...engagementJobs,
  ...identityJobs,
  ...notificationsJobs,
  ...onboardingJobs,
  ...paymentsJobs,
  ...reconciliationJobs,
  ...reportingJobs,
  ...riskJobs,
  ...sandboxJobs,
  ...supportJobs,
  ...tenancyJobs,
  ...tradingJobs,
  ...withdrawalsJobs,
  ...workJobs,
];
