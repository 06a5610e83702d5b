import {
  countInbox,
  liftSuppression,
  listMessages,
  listPushDevices,
  listSuppressions,
  listWords,
  markInboxRead,
  preparePush,
  previewWords,
  publishWords,
  readInbox,
  readPreferences,
  readWords,
  resendMessage,
  saveWords,
  setPreferences,
  subscribePush,
  unsubscribePush,
} from './index';

export const notificationsRoutes = {
  messages: { list: listMessages, resend: resendMessage },
  suppressions: { list: listSuppressions, lift: liftSuppression },
  inbox: { read: readInbox, count: countInbox, markRead: markInboxRead },
  preferences: { read: readPreferences, set: setPreferences },
  push: { prepare: preparePush, list: listPushDevices, subscribe: subscribePush, unsubscribe: unsubscribePush },
  words: { list: listWords, read: readWords, preview: previewWords, saveDraft: saveWords, publish: publishWords },
};
