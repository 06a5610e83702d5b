import { countInbox, listMessages, markInboxRead, readInbox } from './index';

export const notificationsRoutes = {
  messages: { list: listMessages },
  inbox: { read: readInbox, count: countInbox, markRead: markInboxRead },
};
