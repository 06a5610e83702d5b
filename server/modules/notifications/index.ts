export { announce } from './announce';
export { toldEvents } from './catalogue';
export { sendDue, tellOf } from './effects';
export { recordDelivery } from './verbs/delivery';
export { listWords, publishWords, readWords, saveWords } from './verbs/editing';
export { recordOutsideMail } from './verbs/outside';
export { previewWords } from './verbs/preview';
export { countInbox, listMessages, markInboxRead, readInbox } from './verbs/reading';
