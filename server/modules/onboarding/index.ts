import { registerPoint } from '@/server/modules/policy';
import { onboardingDecision, onboardingDecisionRows } from './policy';

registerPoint(onboardingDecision, onboardingDecisionRows);

export { countryBlocks, countrySeed } from './countries';
export { applyKycHint, fetchCheck, requestCheck, rescreen, screenSubmitted } from './effects';
export { reopenVerification } from './end-verification';
export { onboardingEvents } from './events';
export { publishFlow, readFlow } from './flows';
export type { KycPort } from './ports';
export { findApplication } from './repository/applications';
export { saidTo } from './said';
export { listQueue, myApplication, readApplication, readRisk } from './service';
export { attachDocument, detachDocument, saveStep, startApplication, submitApplication } from './verbs/apply';
export { hintCheck } from './verbs/check';
export { decideHit, reviewHit } from './verbs/hits';
export { expireVerification, listRenewals, listSilent, remindRenewal } from './verbs/renewal';
export {
  approveApplication,
  askForMore,
  overrideApplication,
  recheckApplication,
  rejectApplication,
  setRisk,
} from './verbs/review';
