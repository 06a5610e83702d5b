import * as identity from './index';

export const identityRouter = {
  me: { get: identity.me, update: identity.updateMe },
  signIn: {
    password: identity.signInWithPassword,
    secondFactor: identity.signInWithSecondFactor,
    lookStrange: identity.lookAtStrangeSignIn,
    disown: identity.disownSignIn,
  },
  session: {
    list: identity.listMySessions,
    revoke: identity.revokeSession,
    revokeOthers: identity.revokeOtherSessions,
    signOut: identity.signOut,
    stepUp: identity.stepUp,
  },
  password: {
    change: identity.changePassword,
    requestReset: identity.requestPasswordReset,
    completeReset: identity.completePasswordReset,
  },
  email: { verify: identity.verifyEmail, resendVerification: identity.resendVerification },
  totp: {
    enrol: identity.enrolTotp,
    confirm: identity.confirmTotp,
    disable: identity.disableTotp,
    replaceRecoveryCodes: identity.replaceRecoveryCodes,
  },
  passkey: {
    list: identity.listPasskeys,
    beginRegistration: identity.beginPasskeyRegistration,
    register: identity.registerPasskey,
    beginSignIn: identity.beginPasskeySignIn,
    signIn: identity.signInWithPasskey,
    beginStepUp: identity.beginPasskeyStepUp,
    stepUp: identity.stepUpWithPasskey,
    remove: identity.removePasskey,
  },
  impersonation: { start: identity.startImpersonation, stop: identity.stopImpersonation },
};
