import type { DocumentKind } from '@/server/modules/documents/contract';

const arabic: Record<DocumentKind, string> = {
  passport: 'جواز السفر',
  id_card: 'بطاقة الهوية',
  driving_licence: 'رخصة القيادة',
  residence_permit: 'تصريح الإقامة',
  selfie: 'صورة شخصية',
  proof_of_address: 'إثبات العنوان',
  bank_statement: 'كشف حساب بنكي',
  source_of_funds: 'إثبات مصدر الأموال',
  source_of_wealth: 'إثبات مصدر الثروة',
  tax_form: 'نموذج ضريبي',
  company_extract: 'سجل الشركة',
  authorisation: 'تفويض',
  complaint: 'شكوى',
  attachment: 'مرفق',
  other: 'وثيقة',
};

/** A document's kind as its owner calls it. */
export const documentName = (kind: string, language: string): string =>
  (language === 'ar' ? arabic[kind as DocumentKind] : undefined) ?? kind.replaceAll('_', ' ');
