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
  caller: {
    read: support.readCaller,
    sendCode: support.sendCallerCode,
    verify: support.verifyCaller,
    reveal: support.revealToCaller,
  },
  pages: { show: support.showPage, open: support.openShownPage },
  requests: {
    list: support.listRequests,
    read: support.readRequest,
    outlook: support.lookAhead,
    open: support.openRequest,
    apply: support.applyRequest,
    refuse: support.refuseRequest,
    withdraw: support.withdrawRequest,
    extend: support.extendRequest,
    collect: support.collectOwnData,
  },
  macros: { list: support.listMacros, save: support.saveMacro, fill: support.fillMacro },
};
