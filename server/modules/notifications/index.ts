export { toldEvents } from './catalogue';
export { sendDue, tellOf } from './effects';
export { recordOutsideMail } from './verbs/outside';
export { countInbox, listMessages, markInboxRead, readInbox } from './verbs/reading';
