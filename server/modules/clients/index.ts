import { registerPoint } from '@/server/modules/policy';
import { depositCap, depositCapRows, ownerRule } from './policy';

registerPoint(depositCap, depositCapRows);
registerPoint(ownerRule, []);

export { advance, advanceIfPossible } from './advance';
export type { Action, Capabilities, Capability, HoldReason, Tier } from './capabilities';
export { changeContact, moveEmail } from './contact-changes';
export { erasePerson } from './erase';
export { clientsEvents } from './events';
export { placeHoldOn, releaseHoldOn } from './holds';
export { facets, stages } from './journey';
export { nameKey, phoneKey } from './names';
export { type PersonChanges, subjectOf, updatePerson } from './people';
export { pageOfClients } from './queries/list';
export { visibleClients, waysThroughClients } from './queries/scope';
export { addReference, noteContact, recordAcceptances, recordConsents, recordTouch, seeDevice } from './records';
export { findClient, findPerson, introducerAt, updateClient } from './repository/clients';
export { consentHistory, currentConsents, objectOfReference } from './repository/records';
export { revealedField } from './reveal';
export { searchWords } from './search-words';
export {
  clientFunnel,
  clientTimeline,
  funnelBySource,
  listClients,
  myStanding,
  readClient,
  readClientRecords,
  searchClients,
} from './service';
export { type ClientStanding, capabilitiesIf, clientStanding, requireCapability, requireVisible } from './standing';
export { setTierByPolicy } from './tier';
export { assignIntroducer, revealField, setTags } from './verbs/care';
export { changeEmail, editContact, listConsents, recordConsent } from './verbs/contact';
export {
  moveRelationship,
  overrideTier,
  overrideVerification,
  setCategory,
  suspendClose,
} from './verbs/decisions';
export { expireHold, listDueHolds, placeHold, releaseHold } from './verbs/holds';
export { dismissDuplicate, mergePersons, previewMerge, unmergePersons } from './verbs/merge';
export { assignOwner, ownerHistory, ownerLoads, tryOwnerRules } from './verbs/ownership';
export {
  continueReassignment,
  listReassignments,
  passOnClients,
  previewReassign,
  readReassignment,
  reassignClients,
  reassignmentItems,
} from './verbs/reassign';
export { listAgreements, registerClient } from './verbs/register';
