import {
  countInbox,
  listMessages,
  listWords,
  markInboxRead,
  previewWords,
  publishWords,
  readInbox,
  readWords,
  saveWords,
} from './index';

export const notificationsRoutes = {
  messages: { list: listMessages },
  inbox: { read: readInbox, count: countInbox, markRead: markInboxRead },
  words: { list: listWords, read: readWords, preview: previewWords, saveDraft: saveWords, publish: publishWords },
};
