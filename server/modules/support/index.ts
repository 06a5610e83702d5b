export { listColleagues, listContacts, logContact } from './contacts';
export { listConversations, readConversation } from './conversation-reads';
export {
  assignConversation,
  closeConversation,
  markConversationRead,
  openConversation,
  reopenConversation,
  replyToConversation,
  writeConversationNote,
} from './conversations';
export { fillMacro, listMacros, saveMacro } from './macros';
