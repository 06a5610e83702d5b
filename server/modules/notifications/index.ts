export { announce } from './announce';
export { toldEvents } from './catalogue';
export { sendDue, tellOf } from './effects';
export {
  listConsentHistory,
  lookAtSubscription,
  readMarketingChoices,
  setMarketingChoices,
  unsubscribe,
} from './verbs/consents';
export { recordDelivery } from './verbs/delivery';
export { prepareDigests } from './verbs/digest';
export { listWords, publishWords, readWords, saveWords } from './verbs/editing';
export { sendMarketing } from './verbs/marketing';
export { recordOutsideMail } from './verbs/outside';
export { readPreferences, setPreferences } from './verbs/preferences';
export { previewWords } from './verbs/preview';
export { endPushOf, listPushDevices, preparePush, readPushRing, subscribePush, unsubscribePush } from './verbs/push';
export { countInbox, listMessages, markInboxRead, readInbox } from './verbs/reading';
export { resendMessage } from './verbs/resend';
export { liftSuppression, listSuppressions } from './verbs/suppressions';
