import * as access from './index';

export const accessRouter = {
  role: { list: access.listRoles, create: access.createRole, update: access.editRole, remove: access.removeRole },
  grant: { list: access.listGrants },
  team: { list: access.listTeams, create: access.createTeam, update: access.editTeam, remove: access.removeTeam },
  staff: {
    list: access.listStaff,
    assign: access.assignRoles,
    setEnd: access.setStaffEnd,
    endSessions: access.endStaffSessions,
    resetSecondFactor: access.resetStaffFactors,
    preview: access.previewLeave,
    leave: access.leaveStaff,
  },
  session: { list: access.listStaffSessions, end: access.endStaffSession },
  address: { read: access.readStaffAddresses, set: access.setStaffAddresses },
  invitation: {
    create: access.inviteStaff,
    list: access.listInvitations,
    revoke: access.revokeInvitation,
    look: access.lookAtInvitation,
    accept: access.acceptInvitation,
  },
  review: {
    list: access.listReviews,
    read: access.readReview,
    open: access.openReview,
    decide: access.decideReview,
    hand: access.handReview,
  },
  delegation: { create: access.delegate, list: access.listDelegations, end: access.endDelegation },
  apiKey: { create: access.createApiKey, list: access.listApiKeys, revoke: access.revokeApiKey },
};
