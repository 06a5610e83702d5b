export { apiKeyHash, type PresentedKey, readApiKey } from './api-keys';
export { conflictsIn, dutyConflicts } from './duties';
export { accessEvents } from './events';
export { joinByInvitation, joinWithRoles } from './joining';
export { platformPresets } from './platform-presets';
export type { RolePreset } from './preset';
export { rolePresets } from './presets';
export { allRoles, allTeams, insertRoles, replaceMemberships, teamMembers } from './repository';
export { checkedRoles, staffHolding } from './rights';
export { createApiKey, listApiKeys, revokeApiKey } from './verbs/api-keys';
export { delegate, endDelegation, listDelegations } from './verbs/delegations';
export {
  acceptInvitation,
  inviteStaff,
  listInvitations,
  lookAtInvitation,
  revokeInvitation,
} from './verbs/invitations';
export {
  decideReview,
  escalateReviews,
  handReview,
  listReviews,
  openQuarter,
  openReview,
  readReview,
} from './verbs/reviews';
export { createRole, editRole, listGrants, listRoles, removeRole } from './verbs/roles';
export { endStaffSession, listStaffSessions, readStaffAddresses, setStaffAddresses } from './verbs/sessions';
export {
  assignRoles,
  endStaffSessions,
  leaveStaff,
  listStaff,
  previewLeave,
  resetStaffFactors,
  setStaffEnd,
} from './verbs/staff';
export { createTeam, editTeam, listTeams, removeTeam } from './verbs/teams';
