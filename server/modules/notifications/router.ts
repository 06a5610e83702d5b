import {
  countInbox,
  liftSuppression,
  listMessages,
  listSuppressions,
  listWords,
  markInboxRead,
  previewWords,
  publishWords,
  readInbox,
  readPreferences,
  readWords,
  resendMessage,
  saveWords,
  setPreferences,
} from './index';

export const notificationsRoutes = {
  messages: { list: listMessages, resend: resendMessage },
  suppressions: { list: listSuppressions, lift: liftSuppression },
  inbox: { read: readInbox, count: countInbox, markRead: markInboxRead },
  preferences: { read: readPreferences, set: setPreferences },
  words: { list: listWords, read: readWords, preview: previewWords, saveDraft: saveWords, publish: publishWords },
};
