import { registerPoint } from '@/server/modules/policy';
import { requestCare, requestCareRows } from './policy';

registerPoint(requestCare, requestCareRows);

export {
  prepareCallerCode,
  readCaller,
  recordCallerCode,
  revealToCaller,
  sendCallerCode,
  verifyCaller,
} from './caller';
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
export { coolOffDisowned } from './disowned';
export { mailCallerCode } from './effects';
export { fillMacro, listMacros, saveMacro } from './macros';
export { collectOwnData } from './own-data';
export { listRequests, lookAhead, readRequest } from './request-reads';
export { applyRequest, extendRequest, openRequest, refuseRequest, withdrawRequest } from './requests';
export { openShownPage, showPage } from './shown';
