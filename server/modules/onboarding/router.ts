import { publishFlow, readFlow, readFlowDefinition, readPicklists } from './flows';
import { lookAhead } from './outlook';
import { listQueue, myApplication, readApplication, readRisk } from './service';
import { attachDocument, detachDocument, saveStep, startApplication, submitApplication } from './verbs/apply';
import { decideHit, reviewHit } from './verbs/hits';
import { expireVerification } from './verbs/renewal';
import {
  approveApplication,
  askForMore,
  overrideApplication,
  recheckApplication,
  rejectApplication,
  setRisk,
} from './verbs/review';

export const onboardingRoutes = {
  mine: myApplication,
  applications: {
    list: listQueue,
    read: readApplication,
    outlook: lookAhead,
    start: startApplication,
    saveStep,
    attachDocument,
    detachDocument,
    submit: submitApplication,
    approve: approveApplication,
    reject: rejectApplication,
    ask: askForMore,
    override: overrideApplication,
    recheck: recheckApplication,
  },
  flow: { read: readFlow, definition: readFlowDefinition, publish: publishFlow },
  hits: { decide: decideHit, review: reviewHit },
  picklists: readPicklists,
  risk: { read: readRisk, set: setRisk },
  verification: { expire: expireVerification },
};
