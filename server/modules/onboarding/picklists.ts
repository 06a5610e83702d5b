import type { Localised } from './flow';

const t = (en: string, ar: string): Localised => ({ en, ar });
type Entry = { readonly staff: string; readonly shown: Localised };

/** What a client can be asked for. He reads `shown` in his language. */
export const asks = {
  documents_again: {
    staff: 'The provider wants the documents again',
    shown: t('Please send your documents again.', 'يرجى إرسال وثائقك مرة أخرى.'),
  },
  sharper_document: {
    staff: 'Document cannot be read',
    shown: t('Please upload a sharper photo of your document.', 'يرجى رفع صورة أوضح لوثيقتك.'),
  },
  valid_document: {
    staff: 'Document has expired',
    shown: t('Please upload a document that has not expired.', 'يرجى رفع وثيقة سارية.'),
  },
  both_sides: {
    staff: 'One side is missing',
    shown: t('Please upload both sides of your document.', 'يرجى رفع وجهي الوثيقة.'),
  },
  proof_of_address: {
    staff: 'Proof of address missing or too old',
    shown: t('Please upload a proof of address of the last three months.', 'يرجى رفع إثبات عنوان لآخر ثلاثة أشهر.'),
  },
  source_of_funds: {
    staff: 'Source of funds to be proven',
    shown: t(
      'Please show where the money comes from, with a pay slip or statement.',
      'يرجى إثبات مصدر الأموال بقسيمة راتب أو كشف حساب.',
    ),
  },
  source_of_wealth: {
    staff: 'Source of wealth to be proven',
    shown: t('Please tell us how you built your wealth, with a document.', 'يرجى توضيح كيف كونت ثروتك مع وثيقة.'),
  },
  correct_data: {
    staff: 'Form differs from document',
    shown: t('Please correct your data: it differs from your document.', 'يرجى تصحيح بياناتك: فهي تختلف عن وثيقتك.'),
  },
  renewal: {
    staff: 'Verification has to be renewed',
    shown: t('Please confirm your data and upload a current document.', 'يرجى تأكيد بياناتك ورفع وثيقة سارية.'),
  },
} as const satisfies Record<string, Entry>;
export type AskCode = keyof typeof asks;

const cannotServe = t('We cannot offer you an account.', 'لا يمكننا فتح حساب لك.');

/** Why somebody is refused. Internal reasons read alike outside, so that the answer gives nothing away. */
export const rejections = {
  identity_not_confirmed: {
    staff: 'Identity not confirmed',
    shown: t('We could not confirm your identity.', 'لم نتمكن من تأكيد هويتك.'),
  },
  country_not_served: {
    staff: 'Country not served',
    shown: t('We do not serve clients from your country.', 'لا نخدم عملاء من بلدك.'),
  },
  under_age: { staff: 'Under age', shown: t('You must be of age to open an account.', 'يجب أن تكون بالغًا لفتح حساب.') },
  documents_not_accepted: {
    staff: 'Documents not accepted',
    shown: t('Your documents could not be accepted.', 'تعذر قبول وثائقك.'),
  },
  risk_appetite: { staff: 'Outside of risk appetite', shown: cannotServe },
  compliance: { staff: 'Compliance decision', shown: cannotServe },
  suspected_fraud: { staff: 'Suspected fraud', shown: cannotServe },
} as const satisfies Record<string, Entry>;
export type RejectionCode = keyof typeof rejections;
/** Whose very name is a secret of compliance. */
export const restrictedRejections: ReadonlySet<string> = new Set(['compliance', 'suspected_fraud', 'risk_appetite']);

export const askCodes = Object.keys(asks) as [AskCode, ...AskCode[]];
export const rejectionCodes = Object.keys(rejections) as [RejectionCode, ...RejectionCode[]];
