import { accessRouter } from '@/server/modules/access/router';
import { auditRoutes } from '@/server/modules/audit/router';
import { clientsRoutes } from '@/server/modules/clients/router';
import { disclosuresRoutes } from '@/server/modules/disclosures/router';
import { documentsRoutes } from '@/server/modules/documents/router';
import { engagementRoutes } from '@/server/modules/engagement/router';
import { identityRouter } from '@/server/modules/identity/router';
import { ledgerRoutes } from '@/server/modules/ledger/router';
import { notificationsRoutes } from '@/server/modules/notifications/router';
import { onboardingRoutes } from '@/server/modules/onboarding/router';
import { paymentsRoutes } from '@/server/modules/payments/router';
import { policyRoutes } from '@/server/modules/policy/router';
import { reconciliationRoutes } from '@/server/modules/reconciliation/router';
import { reportingRoutes } from '@/server/modules/reporting/router';
import { riskRoutes } from '@/server/modules/risk/router';
import { screeningRoutes } from '@/server/modules/screening/router';
import { ssoRoutes } from '@/server/modules/sso/router';
import { supportRoutes } from '@/server/modules/support/router';
import { tenancyRouter } from '@/server/modules/tenancy/router';
import { tradingRoutes } from '@/server/modules/trading/router';
import { workRouter } from '@/server/modules/work/router';
import { makeRouter, procedures } from './init';

/** One entry per module, eager: vendor SDKs load inside adapters, so nothing here is slow. */
export const routes = {
  access: accessRouter,
  audit: auditRoutes,
  clients: clientsRoutes,
  disclosures: disclosuresRoutes,
  documents: documentsRoutes,
  engagement: engagementRoutes,
  identity: identityRouter,
  ledger: ledgerRoutes,
  notifications: notificationsRoutes,
  onboarding: onboardingRoutes,
  payments: paymentsRoutes,
  policy: policyRoutes,
  reconciliation: reconciliationRoutes,
  reporting: reportingRoutes,
  risk: riskRoutes,
  trading: tradingRoutes,
  screening: screeningRoutes,
  sso: ssoRoutes,
  support: supportRoutes,
  tenancy: tenancyRouter,
  work: workRouter,
};

export const appRouter = makeRouter(procedures(routes));
export type AppRouter = typeof appRouter;
