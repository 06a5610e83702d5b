import { z } from 'zod';

const id = z.string();

/** Facts others may follow. Ids only: a consumer loads the row and decides on what it is now. */
export const identityEvents = {
  /** A link waits to be mailed: verification, reset, invitation. */
  'identity/token.issued': z.object({ tokenId: id, kind: z.string() }),
  /** Somebody should hear that something happened to the account. */
  'identity/notice.raised': z.object({ userId: id, notice: z.string() }),
  'identity/session.opened': z.object({ sessionId: id, userId: id }),
  /** A device, browser or country this person was never seen with. */
  'identity/sign_in.strange': z.object({ sessionId: id, userId: id }),
  /** Its owner says it was somebody else's; all of his sessions have ended. */
  'identity/sign_in.disowned': z.object({ sessionId: id, userId: id }),
  'identity/user.created': z.object({ userId: id }),
  'identity/email.verified': z.object({ userId: id }),
} as const;
