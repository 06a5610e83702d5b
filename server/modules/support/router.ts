import * as support from './index';

export const supportRoutes = {
  contacts: { log: support.logContact, list: support.listContacts, colleagues: support.listColleagues },
  conversations: {
    list: support.listConversations,
    read: support.readConversation,
    open: support.openConversation,
    reply: support.replyToConversation,
    note: support.writeConversationNote,
    assign: support.assignConversation,
    close: support.closeConversation,
    reopen: support.reopenConversation,
    markRead: support.markConversationRead,
  },
  macros: { list: support.listMacros, save: support.saveMacro, fill: support.fillMacro },
};
