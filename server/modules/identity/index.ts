export { Language, Password, PersonName, TokenText } from './contract';
export { type MailSaid, type RenderMail, senderOf, sendIdentityMail, sendIdentityNotice } from './effects';
export { identityEvents } from './events';
export {
  activeStaffIds,
  brandLook,
  findSession,
  findUser,
  findUserOfClient,
  liveSessions,
  namesOf,
  staffSessions,
  type UserRow,
  updateUser,
  usersOfKind,
} from './repository';
export { hasSecondFactor, removeSecondFactors, unlockSignIn } from './rescue';
export { returnPathOf } from './return-path';
export { pageUrl, requireOrigin } from './site';
export { issueToken, peekToken, redeemToken, tokenExpiry, tokenTextOf } from './tokens';
export {
  createClientUser,
  createUser,
  deactivateUser,
  endSession,
  endSessions,
  type Notice,
  raiseNotice,
  sendVerification,
  userWithEmail,
} from './users';
export {
  changePassword,
  completePasswordReset,
  me,
  requestPasswordReset,
  resendVerification,
  updateMe,
  verifyEmail,
} from './verbs/account';
export { disownSignIn, lookAtStrangeSignIn } from './verbs/disown';
export { confirmTotp, disableTotp, enrolTotp, replaceRecoveryCodes, stepUp } from './verbs/factors';
export { mintImpersonation, startImpersonation, stopImpersonation } from './verbs/impersonation';
export { prepareNoticeMail, prepareTokenMail, recordMail } from './verbs/mail';
export {
  beginPasskeyRegistration,
  beginPasskeySignIn,
  beginPasskeyStepUp,
  listPasskeys,
  registerPasskey,
  removePasskey,
  signInWithPasskey,
  stepUpWithPasskey,
} from './verbs/passkeys';
export { listMySessions, revokeOtherSessions, revokeSession, signOut } from './verbs/sessions';
export { afterFirstProof, openSession, signInWithPassword, signInWithSecondFactor, ticketFor } from './verbs/sign-in';
