export type Words = { subject: string; lines: string[]; action?: string; foot: string };
type Facts = { brand: string; name: string; invitedBy: string };

const footEn = 'You get this because of something done on your account. We never ask for your password by mail.';
const footAr = 'تصلك هذه الرسالة بسبب إجراء تم على حسابك. لا نطلب كلمة المرور عبر البريد أبدًا.';

const en: Record<string, (facts: Facts) => Words> = {
  verify_email: ({ brand }) => ({
    subject: `Confirm your e-mail for ${brand}`,
    lines: ['One click and this address is confirmed.', 'The link works once.'],
    action: 'Confirm e-mail',
    foot: footEn,
  }),
  password_reset: ({ brand }) => ({
    subject: `New password for ${brand}`,
    lines: [
      'Somebody, probably you, asked for a new password.',
      'The link works once. If it was not you, nothing has changed and you can ignore this.',
    ],
    action: 'Choose a new password',
    foot: footEn,
  }),
  invitation: ({ brand, invitedBy }) => ({
    subject: `${invitedBy || 'A colleague'} invites you to ${brand}`,
    lines: ['Your account at the desk is ready; choose a password to enter.'],
    action: 'Accept the invitation',
    foot: footEn,
  }),
  password_changed: ({ brand }) => ({
    subject: `Your password at ${brand} was changed`,
    lines: ['If it was you, there is nothing to do.', 'If not, ask for a new password at once and tell support.'],
    foot: footEn,
  }),
  already_registered: ({ brand }) => ({
    subject: `You already have an account at ${brand}`,
    lines: ['Somebody tried to register with this address. Sign in as usual, or ask for a new password.'],
    foot: footEn,
  }),
  second_factor_removed: ({ brand }) => ({
    subject: `Second factor removed at ${brand}`,
    lines: ['Your account is now protected by its password alone.'],
    foot: footEn,
  }),
  second_factor_added: ({ brand }) => ({
    subject: `Second factor added at ${brand}`,
    lines: ['From now on a code is asked for when you sign in.'],
    foot: footEn,
  }),
  locked_out: ({ brand }) => ({
    subject: `Too many attempts at ${brand}`,
    lines: ['Your account is locked for a while after too many wrong passwords.'],
    foot: footEn,
  }),
};

const ar: Record<string, (facts: Facts) => Words> = {
  verify_email: ({ brand }) => ({
    subject: `تأكيد بريدك الإلكتروني لدى ${brand}`,
    lines: ['نقرة واحدة ويتأكد هذا العنوان.', 'يعمل الرابط مرة واحدة.'],
    action: 'تأكيد البريد',
    foot: footAr,
  }),
  password_reset: ({ brand }) => ({
    subject: `كلمة مرور جديدة لدى ${brand}`,
    lines: ['طلب أحدهم، وغالبًا أنت، كلمة مرور جديدة.', 'يعمل الرابط مرة واحدة. إن لم تكن أنت فلم يتغير شيء.'],
    action: 'اختيار كلمة مرور جديدة',
    foot: footAr,
  }),
};

/** Words of a letter in the reader's language; staff letters exist in English and fall back as a whole. */
export function wordsOf(kind: string, language: string, facts: Facts): Words {
  const make = (language === 'ar' ? ar[kind] : undefined) ?? en[kind];
  if (!make) throw new Error(`no letter for ${kind}`);
  return make(facts);
}
